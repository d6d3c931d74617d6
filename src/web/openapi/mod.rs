//! `/api/v1/openapi.json`: the HTTP interface as OpenAPI 3.1, for people, for generated clients and for testing tools.
//!
//! Invariant: it is made of the tables that the routes are made of, and of the types that are read and sent; what it
//! says about refusals follows from what an operation takes and who may ask.

mod operation;

pub use operation::{Content, Operation, PathPart, SchemaOf};

use super::endpoint::{Access, Endpoint};
use super::{admin, api};
use crate::store::accounts::Role;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use schemars::SchemaGenerator;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};
use std::sync::OnceLock;

/// Where the whole interface is.
pub const PLACE: &str = "/api/v1";

/// What is said before the list.
const ABOUT: &str = "What pages and scripts may ask of a Deskbell server.\n\n\
In the examples `$DESKBELL` is the server's address, such as `https://bot.example.com`, and `$TOKEN` a token that \
`deskbell admin token NAME` or the page *Accounts* makes, or the secret of a visitor's conversation where that is what \
an operation takes. Where `server.admin_listen` is set, everything below `/api/v1/admin` is found on that listener.\n\n\
**Roles**: viewer, agent, editor, admin; each may what those before it may. A token has the role of its account.\n\n\
**Limits**: an address may ask `limits.address_per_second` times a second (20; three seconds of it at once), a password \
may be tried 5 times in 5 minutes from an address and 10 times in 15 minutes for an account; a body has 64 KiB at most, \
16 KiB below `/admin`, and one with the text of a FAQ file what that may have. Who goes beyond one is told which and when to come back (`Retry-After`).\n\n\
**Errors** are `application/problem+json` (RFC 9457); `detail` says what to do. Times are RFC 3339 in UTC.";

/// What this file answers itself.
pub const SELF: Operation = Operation::new("getDescription", "This description", "OpenAPI 3.1.")
    .gives_any(&[("application/json", Some(SchemaGenerator::subschema_for::<Map<String, Value>>))], "The description.");

/// `GET /api/v1/openapi.json`
pub async fn serve() -> Response {
    static TEXT: OnceLock<String> = OnceLock::new();
    let text = TEXT.get_or_init(|| document().to_string());
    ([(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-cache")], text.as_str()).into_response()
}

/// The description.
pub fn document() -> Value {
    let mut requests = generator(SchemaSettings::for_deserialize);
    let mut answers = generator(SchemaSettings::for_serialize);
    let mut paths = Map::new();
    let public = api::ENDPOINTS.iter().map(|endpoint| (PLACE, endpoint, "Visitors"));
    let staff = admin::ENDPOINTS.iter().map(|endpoint| (admin::API, endpoint, tag(endpoint)));
    for (place, endpoint, tag) in public.chain(staff) {
        let path = format!("{place}{}", endpoint.path);
        let operation = describe(endpoint, &path, tag, &mut requests, &mut answers);
        let methods = paths.entry(path).or_insert_with(|| json!({}));
        methods[endpoint.method.to_ascii_lowercase()] = operation;
    }
    // a type that is both read and sent has one form in both
    let mut schemas = requests.take_definitions(true);
    schemas.extend(answers.take_definitions(true));
    schemas.insert("Problem".into(), problem_schema());
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Deskbell",
            "version": env!("CARGO_PKG_VERSION"),
            "summary": "The FAQ chat widget that a company puts on its website and runs itself",
            "description": ABOUT,
            "license": {"name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "tags": [
            {"name": "Visitors", "description": "What the widget and other programs ask for visitors."},
            {"name": "Session", "description": "Signing in and out."},
            {"name": "Reports", "description": "What happened in a week."},
            {"name": "Log", "description": "What visitors asked, and what they got."},
            {"name": "Desk", "description": "Conversations that a person takes over."},
            {"name": "FAQ", "description": "The FAQ and the settings in force."},
            {"name": "Accounts", "description": "Who may sign in, and the tokens of scripts."},
        ],
        "paths": paths,
        "components": {"schemas": schemas, "securitySchemes": security_schemes(), "headers": headers()},
    })
}

fn generator(contract: fn(SchemaSettings) -> SchemaSettings) -> SchemaGenerator {
    let settings =
        SchemaSettings::draft2020_12().with(|settings| settings.definitions_path = "/components/schemas".into());
    contract(settings).into_generator()
}

/// Under which heading an operation of the admin area stands.
fn tag(endpoint: &Endpoint) -> &'static str {
    match endpoint.path.split('/').nth(1).unwrap_or_default() {
        "reports" => "Reports",
        "conversations" | "conversations.csv" | "answers" | "overview" => "Log",
        "console" | "canned" => "Desk",
        "accounts" => "Accounts",
        "login" | "link" | "setup" | "logout" | "me" | "password" | "sessions" => "Session",
        _ => "FAQ",
    }
}

fn describe(
    endpoint: &Endpoint,
    path: &str,
    tag: &str,
    requests: &mut SchemaGenerator,
    answers: &mut SchemaGenerator,
) -> Value {
    let about = &endpoint.about;
    let mut parameters: Vec<Value> = about.path.iter().map(path_parameter).collect();
    if let Some((schema, examples)) = about.query {
        parameters.extend(query_parameters(&schema(requests).to_value(), examples));
    }
    let mut operation = json!({
        "operationId": about.id,
        "tags": [tag],
        "summary": about.summary,
        "description": with_role(about.about, endpoint.access),
        "security": security(endpoint.access),
        "responses": responses(endpoint, answers),
        "x-codeSamples": [{"lang": "Shell", "label": "curl", "source": curl(endpoint, path)}],
    });
    if !parameters.is_empty() {
        operation["parameters"] = parameters.into();
    }
    if let Some((schema, example)) = about.body {
        let example: Value = serde_json::from_str(example).unwrap_or_default();
        operation["requestBody"] = json!({
            "required": true,
            "content": {"application/json": {"schema": schema(requests), "example": example}},
        });
    }
    operation
}

fn with_role(about: &str, access: Access) -> String {
    let who = match access {
        Access::Public => "For everybody.".to_owned(),
        Access::Conversation => "For who sends the conversation's secret.".to_owned(),
        Access::Role(Role::Admin) => "For the role admin.".to_owned(),
        Access::Role(role) => format!("For the role {role} and those above it."),
    };
    if about.is_empty() { who } else { format!("{about}\n\n{who}") }
}

fn path_parameter(part: &PathPart) -> Value {
    json!({
        "name": part.name, "in": "path", "required": true, "description": part.about,
        "schema": {"type": "string", "pattern": part.pattern}, "example": part.example,
    })
}

/// The fields of a schema as parameters. In an address there is no null: what is not there is left out.
fn query_parameters(schema: &Value, examples: &[(&str, &str)]) -> Vec<Value> {
    let required: Vec<&str> = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let properties = schema["properties"].as_object().into_iter().flatten();
    let parameter = |(name, property): (&String, &Value)| {
        let mut property = property.clone();
        let description = property.as_object_mut().and_then(|fields| fields.remove("description"));
        if let Some(kinds) = property["type"].as_array() {
            property["type"] = kinds.iter().find(|kind| *kind != "null").cloned().unwrap_or_default();
        }
        let mut parameter = json!({
            "name": name, "in": "query", "required": required.contains(&name.as_str()),
            "description": description, "schema": property,
        });
        if let Some((_, example)) = examples.iter().find(|(named, _)| named == name) {
            parameter["example"] = (*example).into();
        }
        parameter
    };
    properties.map(parameter).collect()
}

fn security(access: Access) -> Value {
    match access {
        Access::Public => json!([]),
        Access::Conversation => json!([{"conversationSecret": []}]),
        Access::Role(_) => json!([{"token": []}, {"session": []}]),
    }
}

fn security_schemes() -> Value {
    json!({
        "token": {
            "type": "http", "scheme": "bearer",
            "description": "A token for scripts, from `deskbell admin token NAME`.",
        },
        "session": {
            "type": "apiKey", "in": "cookie", "name": "__Host-deskbell",
            "description": "What `POST /api/v1/admin/login` sets, for browsers (on loopback over plain HTTP it is \
                            called `deskbell`). Whatever changes something must then come from the server's own pages.",
        },
        "conversationSecret": {
            "type": "http", "scheme": "bearer",
            "description": "The `token` that a visitor's browser was given in the `ready` frame of the chat.",
        },
    })
}

fn headers() -> Value {
    json!({
        "Retry-After": {"description": "Seconds after which to try again.", "schema": {"type": "integer", "minimum": 0}},
    })
}

fn problem_schema() -> Value {
    json!({
        "type": "object",
        "description": "Why a request is refused (RFC 9457).",
        "required": ["type", "title", "status", "detail"],
        "properties": {
            "type": {"type": "string", "description": "`about:blank`: `title` is the status in words."},
            "title": {"type": "string"},
            "status": {"type": "integer", "minimum": 400, "maximum": 599},
            "detail": {"type": "string", "description": "What is wrong and what to do, for people."},
            "now": {
                "type": "object",
                "description": "The file as it is, where a change to it was made for another text.",
                "required": ["text", "digest"],
                "properties": {"text": {"type": "string"}, "digest": {"type": "string"}},
            },
            "problems": {
                "type": "array",
                "description": "The first errors, where the FAQ could not be served with a change.",
                "items": {"$ref": "#/components/schemas/FaqProblem"},
            },
        },
    })
}

fn responses(endpoint: &Endpoint, answers: &mut SchemaGenerator) -> Value {
    let about = &endpoint.about;
    let mut content = Map::new();
    if let Some(schema) = about.json {
        content.insert("application/json".into(), json!({"schema": schema(answers)}));
    }
    for (kind, schema) in about.contents {
        let schema = schema.map_or_else(|| json!({"type": "string"}), |schema| schema(answers).to_value());
        content.insert((*kind).into(), json!({"schema": schema}));
    }
    let mut success = json!({"description": about.answer});
    if !content.is_empty() {
        success["content"] = content.into();
    }
    let mut responses = Map::from_iter([(about.status.to_string(), success)]);
    for (status, why) in common_refusals(endpoint).into_iter().chain(about.refusals.iter().copied()) {
        let mut refusal = json!({
            "description": why,
            "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
        });
        if matches!(status, 429 | 503) {
            refusal["headers"] = json!({"Retry-After": {"$ref": "#/components/headers/Retry-After"}});
        }
        // what an operation says of itself comes last and wins
        responses.insert(status.to_string(), refusal);
    }
    responses.into()
}

/// What follows from who may ask and what is taken.
fn common_refusals(endpoint: &Endpoint) -> Vec<(u16, &'static str)> {
    let about = &endpoint.about;
    let mut refusals = vec![
        (408, "It took longer than 30 s."),
        (429, "Too many requests from this address."),
        (500, "The server failed; its log says why."),
        (503, "At present the server cannot do this."),
    ];
    if about.body.is_some() || about.query.is_some() || !about.path.is_empty() {
        refusals.push((400, "The request is not what is taken; `detail` says what is."));
    }
    if about.body.is_some() {
        refusals.push((413, "The body is too long."));
        refusals.push((415, "The body is not JSON."));
    }
    if !matches!(endpoint.access, Access::Public) {
        refusals.push((401, "Without a token, or with one that is not good."));
    }
    match endpoint.access {
        Access::Role(_) => refusals.push((403, "The role does not allow this, or another site's page asked.")),
        _ if endpoint.method != "GET" => refusals.push((403, "Another site's page asked.")),
        _ => {}
    }
    refusals
}

/// The operation as a command.
fn curl(endpoint: &Endpoint, path: &str) -> String {
    let about = &endpoint.about;
    let filled =
        about.path.iter().fold(path.to_owned(), |path, part| path.replace(&format!("{{{}}}", part.name), part.example));
    let pairs = about.query.iter().flat_map(|(_, examples)| examples.iter());
    let query: Vec<String> = pairs.map(|(name, value)| format!("{name}={}", value.replace(' ', "+"))).collect();
    let query = if query.is_empty() { String::new() } else { format!("?{}", query.join("&")) };
    let mut command = "curl".to_owned();
    if endpoint.method != "GET" && !(endpoint.method == "POST" && about.body.is_some()) {
        command.push_str(&format!(" -X {}", endpoint.method));
    }
    command.push_str(&format!(" \"$DESKBELL{filled}{query}\""));
    if !matches!(endpoint.access, Access::Public) {
        command.push_str(" -H \"Authorization: Bearer $TOKEN\"");
    }
    if let Some((_, example)) = about.body {
        // an apostrophe would end the text for the shell
        let example = example.replace('\'', "'\\''");
        command.push_str(&format!(" -H \"Content-Type: application/json\" -d '{example}'"));
    }
    command
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn references(value: &Value, found: &mut BTreeSet<String>) {
        match value {
            Value::Object(fields) => {
                found.extend(fields.get("$ref").and_then(Value::as_str).map(str::to_owned));
                fields.values().for_each(|value| references(value, found));
            }
            Value::Array(items) => items.iter().for_each(|value| references(value, found)),
            _ => {}
        }
    }

    #[test]
    fn every_reference_leads_somewhere_and_names_are_unique() {
        let document = document();
        let mut found = BTreeSet::new();
        references(&document, &mut found);
        assert!(found.len() > 10, "{found:?}");
        for reference in found {
            let pointer = reference.strip_prefix('#').expect("it stays in the document");
            assert!(document.pointer(pointer).is_some(), "{reference}");
        }
        let operations: Vec<&Value> = document["paths"]
            .as_object()
            .unwrap()
            .values()
            .flat_map(|methods| methods.as_object().unwrap().values())
            .collect();
        assert_eq!(operations.len(), api::ENDPOINTS.len() + admin::ENDPOINTS.len());
        let names: BTreeSet<_> = operations.iter().map(|operation| operation["operationId"].as_str()).collect();
        assert_eq!(names.len(), operations.len());
        for operation in operations {
            assert!(operation["summary"].as_str().is_some_and(|summary| !summary.is_empty()), "{operation}");
        }
    }

    #[test]
    fn parts_of_paths_and_parameters_are_described() {
        for (path, methods) in document()["paths"].as_object().unwrap() {
            for (method, operation) in methods.as_object().unwrap() {
                let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
                let described: BTreeSet<&str> = parameters
                    .iter()
                    .filter(|one| one["in"] == "path")
                    .filter_map(|one| one["name"].as_str())
                    .collect();
                let parts: BTreeSet<&str> = path.split(['{', '}']).skip(1).step_by(2).collect();
                assert_eq!(described, parts, "{method} {path}");
                for one in &parameters {
                    assert!(one["description"].as_str().is_some_and(|text| text.len() > 4), "{method} {path}: {one}");
                }
                let source = operation["x-codeSamples"][0]["source"].as_str().unwrap();
                assert!(source.starts_with("curl ") && !source.contains('{') || source.contains("-d '{"), "{source}");
            }
        }
    }

    #[test]
    fn examples_of_bodies_have_the_fields_that_are_required() {
        let document = document();
        for methods in document["paths"].as_object().unwrap().values() {
            for operation in methods.as_object().unwrap().values().filter(|one| one.get("requestBody").is_some()) {
                let content = &operation["requestBody"]["content"]["application/json"];
                let pointer = content["schema"]["$ref"].as_str().unwrap().trim_start_matches('#');
                let schema = document.pointer(pointer).unwrap();
                let example = content["example"].as_object().expect("it is JSON");
                for field in schema["required"].as_array().into_iter().flatten() {
                    assert!(example.contains_key(field.as_str().unwrap()), "{}: {field}", operation["operationId"]);
                }
                let known = |name: &String| schema["properties"].get(name).is_some();
                assert!(example.keys().all(known), "{}", operation["operationId"]);
            }
        }
    }
}
