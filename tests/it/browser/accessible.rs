//! The accessibility tree: what a screen reader gets to know of the page.

use super::Browser;
use crate::support::PATIENCE;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

/// One thing in the tree.
#[derive(Debug)]
pub struct Node {
    pub role: String,
    pub name: String,
    pub description: String,
    /// The roles of all that it is in, the nearest first.
    pub within: Vec<String>,
    properties: BTreeMap<String, Value>,
}

impl Node {
    fn of(raw: &Value) -> Self {
        let text = |field: &str| raw[field]["value"].as_str().unwrap_or_default().to_owned();
        let properties = raw["properties"].as_array().into_iter().flatten();
        Self {
            role: text("role"),
            name: text("name"),
            description: text("description"),
            within: Vec::new(),
            properties: properties
                .map(|one| (one["name"].as_str().unwrap_or_default().to_owned(), one["value"].clone()))
                .collect(),
        }
    }

    /// A property's value; null where it has none.
    pub fn get(&self, property: &str) -> &Value {
        self.properties.get(property).map_or(&Value::Null, |value| &value["value"])
    }

    /// How many other things a property points to.
    pub fn relations(&self, property: &str) -> usize {
        let found = self.properties.get(property).and_then(|value| value["relatedNodes"].as_array());
        found.map_or(0, Vec::len)
    }
}

impl Browser {
    /// Everything that is not ignored.
    pub async fn tree(&self) -> Vec<Node> {
        let tree = self.cdp("Accessibility.getFullAXTree", json!({})).await;
        let nodes = tree["nodes"].as_array().unwrap();
        let known: BTreeMap<&str, &Value> =
            nodes.iter().filter_map(|node| Some((node["nodeId"].as_str()?, node))).collect();
        let parent = |node: &&Value| known.get(node["parentId"].as_str()?).copied();
        let told = |node: &&Value| node["ignored"] != true;
        let within = |node| std::iter::successors(parent(&node), parent).filter(told).map(|node| Node::of(node).role);
        nodes.iter().filter(told).map(|node| Node { within: within(node).collect(), ..Node::of(node) }).collect()
    }

    /// The first of this role whose name contains a text, as soon as it fulfils a condition.
    pub async fn node(&self, role: &str, name: &str, fulfils: impl Fn(&Node) -> bool) -> Node {
        let deadline = Instant::now() + PATIENCE / 3;
        loop {
            let tree = self.tree().await;
            let matches = |node: &&Node| node.role == role && node.name.contains(name);
            let found: Vec<&Node> = tree.iter().filter(matches).collect();
            if let Some(index) = tree.iter().position(|node| matches(&node) && fulfils(node)) {
                return tree.into_iter().nth(index).unwrap();
            }
            assert!(
                Instant::now() < deadline,
                "no {role} named {name:?} as wanted; such are {found:#?}, and there are {:?}",
                tree.iter().map(|node| (&node.role, &node.name)).collect::<Vec<_>>()
            );
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}
