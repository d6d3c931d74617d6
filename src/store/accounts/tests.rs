use super::*;
use crate::ids::TokenHash;
use crate::store::credentials::{IDLE_MILLIS, SESSION_MILLIS};
use crate::telemetry::Metrics;

const HOUR: i64 = 60 * 60 * 1000;

fn name(text: &str) -> AccountName {
    text.parse().unwrap()
}

async fn store() -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&folder.path().join("deskbell.db"), Metrics::default()).await.unwrap();
    (folder, store)
}

/// Sets a password by a link and returns the session that it begins.
async fn settle(store: &Store, link: &Link, hash: &str, now: i64) -> TokenHash {
    let session = Token::generate().hash();
    assert!(store.use_link(&link.token.hash(), hash, &session, now).await.unwrap().is_some());
    session
}

#[test]
fn names_and_roles_are_read_strictly() {
    assert_eq!(name(" Ada.Lovelace@example.com ").as_str(), "ada.lovelace@example.com");
    for wrong in ["", "a", ".ada", "ada lovelace", "ada/../eve", "ädä", "x\0y", &"a".repeat(65)] {
        assert!(wrong.parse::<AccountName>().is_err(), "{wrong:?}");
    }
    assert!("root".parse::<Role>().is_err() && "Admin".parse::<Role>().is_err());
    for role in Role::ALL {
        assert_eq!(role.as_str().parse::<Role>().unwrap(), role);
    }
    assert!(Role::Viewer < Role::Agent && Role::Agent < Role::Editor && Role::Editor < Role::Admin);
}

#[tokio::test]
async fn the_first_start_makes_a_link_until_somebody_can_administer() {
    let (_folder, store) = store().await;
    let first = store.first_start_link(0).await.unwrap().unwrap();
    assert_eq!((first.name.as_str(), first.expires_at), (FIRST_ADMIN, LINK_MILLIS));
    // the next start replaces it
    let second = store.first_start_link(HOUR).await.unwrap().unwrap();
    assert_eq!(store.account_of_link(&first.token.hash(), HOUR).await.unwrap(), None);
    assert_eq!(store.accounts(HOUR).await.unwrap().len(), 1);
    // a viewer is no administrator
    store.create_account(&name("vera"), Role::Viewer, HOUR).await.unwrap();
    assert!(store.first_start_link(HOUR).await.unwrap().is_some());
    assert!(store.account_of_link(&second.token.hash(), HOUR).await.unwrap().is_none());

    let third = store.first_start_link(2 * HOUR).await.unwrap().unwrap();
    let late = third.expires_at;
    assert_eq!(store.account_of_link(&third.token.hash(), late).await.unwrap(), None, "a day later it is void");
    assert_eq!(store.account_of_link(&third.token.hash(), late - 1).await.unwrap().unwrap().role, Role::Admin);
    settle(&store, &third, "hash", late - 1).await;
    assert!(store.first_start_link(late).await.unwrap().is_none());
}

#[tokio::test]
async fn who_was_added_as_administrator_is_the_first_one() {
    let (_folder, store) = store().await;
    store.create_account(&name("ada"), Role::Admin, 0).await.unwrap();
    assert!(store.first_start_link(0).await.unwrap().is_none());
    let taken = store.create_account(&name("admin"), Role::Viewer, 0).await;
    assert!(matches!(taken, Err(AccountError::Invalid(_))), "the first start needs this name");
}

#[tokio::test]
async fn an_account_from_its_link_to_its_end() {
    let (_folder, store) = store().await;
    let root = store.first_start_link(0).await.unwrap().unwrap();
    settle(&store, &root, "root hash", 0).await;
    let link = store.create_account(&name("ada"), Role::Admin, 0).await.unwrap();
    assert!(matches!(store.create_account(&name("ADA"), Role::Viewer, 0).await, Err(AccountError::Conflict(_))));

    // a link works once
    let session = settle(&store, &link, "first", HOUR).await;
    let again = store.use_link(&link.token.hash(), "second", &Token::generate().hash(), HOUR).await.unwrap();
    assert_eq!(again, None);
    let ada = store.account_of_session(&session, HOUR, true).await.unwrap().unwrap();
    assert_eq!((ada.name.as_str(), ada.role), ("ada", Role::Admin));
    let listed = store.accounts(HOUR).await.unwrap();
    assert_eq!(listed.iter().map(|account| account.name.as_str()).collect::<Vec<_>>(), ["ada", "admin"]);
    assert_eq!((listed[0].signed_in_at, listed[0].link_expires_at, listed[0].has_password), (Some(HOUR), None, true));

    // a password that was changed meanwhile begins no session and changes nothing
    let other = Token::generate().hash();
    assert!(store.sign_in(&ada.id, "first", &other, HOUR).await.unwrap());
    let fresh = Token::generate().hash();
    assert!(store.change_password(&ada.id, "first", "second", &fresh, HOUR).await.unwrap());
    assert!(!store.change_password(&ada.id, "first", "third", &other, HOUR).await.unwrap());
    assert!(!store.sign_in(&ada.id, "first", &other, HOUR).await.unwrap());
    for (ended, hash) in [(true, &session), (true, &other), (false, &fresh)] {
        assert_eq!(store.account_of_session(hash, HOUR, true).await.unwrap().is_none(), ended);
    }

    // a reset voids the password and the sessions at once, and leaves the tokens
    let token = store.create_token(&name("ada"), "weekly mail", HOUR).await.unwrap();
    let link = store.reset_account(&name("ada"), HOUR).await.unwrap();
    assert_eq!(store.account_of_session(&fresh, HOUR, true).await.unwrap(), None);
    assert_eq!(store.credentials(&name("ada")).await.unwrap().unwrap().password_hash, None);
    assert_eq!(store.account_of_token(&token.hash(), HOUR).await.unwrap().unwrap().id, ada.id);
    assert_eq!(store.accounts(HOUR).await.unwrap()[0].link_expires_at, Some(link.expires_at));
    assert_eq!(store.accounts(link.expires_at).await.unwrap()[0].link_expires_at, None);

    // with the account everything of it ends
    let session = settle(&store, &link, "third", HOUR).await;
    store.remove_account(&name("ada")).await.unwrap();
    assert_eq!(store.account_of_session(&session, HOUR, true).await.unwrap(), None);
    assert_eq!(store.account_of_token(&token.hash(), HOUR).await.unwrap(), None);
    assert!(matches!(store.remove_account(&name("ada")).await, Err(AccountError::Unknown(_))));
    assert!(matches!(store.reset_account(&name("ada"), 0).await, Err(AccountError::Unknown(_))));
}

#[tokio::test]
async fn the_last_administrator_stays() {
    let (_folder, store) = store().await;
    store.first_start_link(0).await.unwrap();
    let last = |outcome| matches!(outcome, Err(AccountError::Conflict(_)));
    assert!(last(store.remove_account(&name("admin")).await), "nobody else is there");
    let ada = store.create_account(&name("ada"), Role::Admin, 0).await.unwrap();
    settle(&store, &ada, "hash", 0).await;
    store.create_account(&name("eve"), Role::Editor, 0).await.unwrap();
    assert!(last(store.remove_account(&name("ada")).await), "admin cannot sign in yet");
    store.remove_account(&name("admin")).await.unwrap();
    assert!(last(store.remove_account(&name("ada")).await), "eve may not administer");
    store.remove_account(&name("eve")).await.unwrap();
}

#[tokio::test]
async fn sessions_slide_and_end() {
    let (_folder, store) = store().await;
    let link = store.first_start_link(0).await.unwrap().unwrap();
    let session = settle(&store, &link, "hash", 0).await;
    let alive = async |at: i64| store.account_of_session(&session, at, true).await.unwrap().is_some();
    assert!(alive(IDLE_MILLIS - 1).await, "used just in time");
    assert!(alive(2 * IDLE_MILLIS - 2).await, "which prolonged it");
    let looked = store.account_of_session(&session, 3 * IDLE_MILLIS - 4, false).await.unwrap();
    assert!(looked.is_some(), "a look sees it");
    assert!(!alive(3 * IDLE_MILLIS).await, "but not for ever, and a look does not prolong it");
    let busy = Token::generate().hash();
    let account = store.credentials(&name("admin")).await.unwrap().unwrap().account;
    assert!(store.sign_in(&account.id, "hash", &busy, 0).await.unwrap());
    let mut lived = 0;
    while lived < SESSION_MILLIS - HOUR {
        lived += HOUR;
        assert!(store.account_of_session(&busy, lived, true).await.unwrap().is_some(), "{lived}");
    }
    assert!(store.account_of_session(&busy, SESSION_MILLIS, true).await.unwrap().is_none(), "a week is the most");
    store.sign_out(&busy).await.unwrap();
    store.sign_out(&busy).await.unwrap();
}

#[tokio::test]
async fn an_account_keeps_its_latest_sessions_only() {
    let (_folder, store) = store().await;
    let link = store.first_start_link(0).await.unwrap().unwrap();
    let oldest = settle(&store, &link, "hash", 0).await;
    let account = store.credentials(&name("admin")).await.unwrap().unwrap().account;
    let mut latest = oldest.clone();
    for at in 1..=50 {
        latest = Token::generate().hash();
        assert!(store.sign_in(&account.id, "hash", &latest, at).await.unwrap());
    }
    assert!(store.account_of_session(&oldest, 60, true).await.unwrap().is_none());
    assert!(store.account_of_session(&latest, 60, true).await.unwrap().is_some());
}

#[tokio::test]
async fn tokens_are_made_used_and_revoked() {
    let (_folder, store) = store().await;
    store.create_account(&name("ada"), Role::Viewer, 0).await.unwrap();
    let token = store.create_token(&name("ada"), " weekly/report ", 0).await.unwrap();
    let taken = store.create_token(&name("ada"), "weekly/report", 0).await;
    assert!(matches!(taken, Err(AccountError::Conflict(_))));
    for wrong in ["", "  ", "a\nb", &"x".repeat(65)] {
        let refused = store.create_token(&name("ada"), wrong, 0).await;
        assert!(matches!(refused, Err(AccountError::Invalid(_))), "{wrong:?}");
    }
    let used_at = async || store.accounts(0).await.unwrap()[0].tokens[0].used_at;
    assert_eq!(used_at().await, None);
    for (at, noted) in [(HOUR, HOUR), (HOUR + 1, HOUR), (2 * HOUR, 2 * HOUR)] {
        assert!(store.account_of_token(&token.hash(), at).await.unwrap().is_some());
        assert_eq!(used_at().await, Some(noted));
    }
    assert_eq!(store.account_of_token(&Token::generate().hash(), 0).await.unwrap(), None);
    store.revoke_token(&name("ada"), "weekly/report").await.unwrap();
    assert_eq!(store.account_of_token(&token.hash(), 0).await.unwrap(), None);
    let gone = store.revoke_token(&name("ada"), "weekly/report").await;
    assert!(matches!(gone, Err(AccountError::Unknown(_))));
    assert!(matches!(store.create_token(&name("eve"), "x", 0).await, Err(AccountError::Unknown(_))));
}

#[tokio::test]
async fn the_database_holds_no_secret_and_a_second_process_may_write() {
    let (folder, store) = store().await;
    let link = store.first_start_link(0).await.unwrap().unwrap();
    let path = folder.path().join("deskbell.db");
    // as `deskbell admin` does while the server runs
    let other = Store::open(&path, Metrics::default()).await.unwrap();
    let token = other.create_token(&name("admin"), "script", 0).await.unwrap();
    assert!(store.account_of_token(&token.hash(), 0).await.unwrap().is_some());
    other.close().await;
    store.close().await;
    let mut bytes = Vec::new();
    for file in std::fs::read_dir(folder.path()).unwrap() {
        bytes.extend(std::fs::read(file.unwrap().path()).unwrap());
    }
    let holds = |text: &str| bytes.windows(text.len()).any(|window| window == text.as_bytes());
    assert!(holds(&link.token.hash().0) && holds(&token.hash().0));
    assert!(!holds(link.token.reveal()) && !holds(token.reveal()));
}
