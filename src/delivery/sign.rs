//! Signatures of webhooks, in the form of the Standard Webhooks 1.0.0.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// The `webhook-signature` of a message: `v1,` and the base64 of HMAC-SHA256 over `id.timestamp.body`, the time stamp
/// in seconds since 1970.
pub fn signature(key: &[u8], id: &str, timestamp: i64, body: &[u8]) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes a key of any length");
    mac.update(format!("{id}.{timestamp}.").as_bytes());
    mac.update(body);
    format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()))
}

/// The `sign` of a message to DingTalk: the base64 of HMAC-SHA256 over the time in milliseconds and the secret, under
/// the secret (<https://open.dingtalk.com/document/robots/customize-robot-security-settings>).
pub fn dingtalk_signature(secret: &str, millis: i64) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("HMAC takes a key of any length");
    mac.update(format!("{millis}\n{secret}").as_bytes());
    STANDARD.encode(mac.finalize().into_bytes())
}

/// The `sign` of a message to Feishu: the base64 of HMAC-SHA256 over nothing, under the time in seconds and the secret
/// (<https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot>).
pub fn feishu_signature(secret: &str, seconds: i64) -> String {
    let key = format!("{seconds}\n{secret}");
    let mac = Hmac::<Sha256>::new_from_slice(key.as_bytes()).expect("HMAC takes a key of any length");
    STANDARD.encode(mac.finalize().into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::outgoing::Secret;

    #[test]
    fn the_signature_is_that_of_the_specification() {
        // the example of the reference libraries, github.com/standard-webhooks/standard-webhooks
        let key = Secret::new("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").webhook_key().unwrap();
        assert_eq!(
            signature(&key, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, br#"{"test": 2432232314}"#),
            "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
        );
    }

    #[test]
    fn chats_are_signed_as_their_makers_say() {
        // made with Python's hmac, by the recipes of the two documents
        assert_eq!(dingtalk_signature("SECtest", 1_795_167_000_123), "3/Q3IOV3KyjMCuoSh1YOHurxon/xCdqTQD7GSPUme5Y=");
        assert_eq!(feishu_signature("demo", 1_795_167_000), "le5GrVKi0NzMi72t7AiIQACSWRw7qQXv/upeaPjn0HU=");
    }
}
