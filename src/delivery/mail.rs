//! Mail, by SMTP to the server of the settings.
//!
//! Invariant: a password leaves the house only to that server, and over TLS wherever the settings ask for it; a server
//! that does not offer it gets neither password nor mail. One mail goes to one recipient, so that one address that is
//! refused keeps nobody else from theirs.

use super::{Attempt, Parcel, cleaned};
use crate::clock::Timestamp;
use crate::config::outgoing::{MailSender, MailServer, Tls};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Attachment, Mailbox, MultiPart};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls as SmtpTls, TlsParameters};
use lettre::transport::smtp::response::Response;
use lettre::{Address, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use std::time::{Duration, SystemTime};

/// How long the server has to take the connection.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(20);
/// How long it has for everything: one that takes its time must not hold up the others.
const TIMEOUT: Duration = Duration::from_secs(60);
/// The no to whoever signs in (RFC 4954, 6): what the settings say is wrong, and nothing is wrong with the receiver. Once
/// they are put right the mail goes out.
const SIGN_IN: [u16; 4] = [530, 534, 535, 538];

/// The way to the mail server.
#[derive(Clone, Debug)]
pub struct Mailer {
    server: MailServer,
    from: MailSender,
}

impl Mailer {
    /// To this server, from this sender.
    pub fn new(server: MailServer, from: MailSender) -> Self {
        Self { server, from }
    }

    /// Sends a mail, once. Its `Message-ID` is made of `name`: with the same name it is the same mail.
    pub async fn send(&self, parcel: &Parcel, to: &str, name: &str, now: Timestamp) -> Attempt {
        let message = match self.message(parcel, to, name, now) {
            Ok(message) => message,
            Err(said) => return Attempt::refused(None, &said),
        };
        let transport = match self.transport() {
            Ok(transport) => transport,
            Err(error) => return Attempt::refused(None, &format!("TLS cannot be used: {error}")),
        };
        match tokio::time::timeout(TIMEOUT, transport.send(message)).await {
            Ok(Ok(response)) => Attempt::Delivered { said: cleaned(&self.without_secrets(words(&response))) },
            Ok(Err(error)) => self.failure(&error),
            Err(_elapsed) => Attempt::again(None, "the mail server did not finish in time"),
        }
    }

    fn failure(&self, error: &lettre::transport::smtp::Error) -> Attempt {
        let code = error.status().map(u16::from);
        let said = self.without_secrets(error.to_string());
        let ours = code.is_some_and(|code| SIGN_IN.contains(&code));
        if !ours && (error.is_permanent() || error.is_client()) {
            return Attempt::refused(code, &said);
        }
        Attempt::again(code, &format!("{}:{}: {said}", self.server.host, self.server.port))
    }

    /// What the server said, which may repeat what it was told: without the password, as it is and as it was sent, by
    /// AUTH PLAIN (RFC 4616, 2) or by AUTH LOGIN, which encodes each answer.
    fn without_secrets(&self, mut said: String) -> String {
        let Some((user, password)) = &self.server.login else { return said };
        let password = password.reveal();
        let sent =
            [format!("\0{user}\0{password}"), format!("{user}\0{user}\0{password}"), password.into(), user.clone()];
        // the longest first: a part that is taken out of it would leave the rest
        let encoded = sent.iter().map(|text| STANDARD.encode(text));
        let forms = encoded.flat_map(|whole| [whole.clone(), whole.trim_end_matches('=').to_owned()]);
        for form in forms.chain([password.to_owned()]).filter(|form| !form.is_empty()) {
            said = said.replace(&form, "…");
        }
        said
    }

    fn message(&self, parcel: &Parcel, to: &str, name: &str, now: Timestamp) -> Result<Message, String> {
        let address = |text: &str, key: &str| {
            text.parse::<Address>().map_err(|error| format!("{key}: \"{text}\" is no mail address: {error}"))
        };
        let from = address(&self.from.address, "mail.from")?;
        let id = format!("<{name}@{}>", from.domain());
        let sender = Some(self.from.name.clone()).filter(|name| !name.is_empty());
        let bodies = MultiPart::alternative_plain_html(parcel.text.clone(), parcel.html.clone());
        let body = match &parcel.attachment {
            None => bodies,
            Some((file, kind, content)) => {
                let kind = ContentType::parse(kind).map_err(|error| error.to_string())?;
                let attachment = Attachment::new(file.clone()).body(content.clone(), kind);
                MultiPart::mixed().multipart(bodies).singlepart(attachment)
            }
        };
        // nobody's absence note is to answer it (RFC 3834, 5)
        // what cannot be answered to is answered to the sender
        let reply_to = parcel.reply_to.as_ref().and_then(|address| address.parse::<Address>().ok());
        let automatic = HeaderName::new_from_ascii_str("Auto-Submitted");
        let mut builder = Message::builder().from(Mailbox::new(sender, from));
        if let Some(reply_to) = reply_to {
            builder = builder.reply_to(Mailbox::new(None, reply_to));
        }
        builder
            .to(Mailbox::new(None, address(to, "the recipient")?))
            .subject(parcel.subject.clone())
            .message_id(Some(id))
            .date(SystemTime::from(now))
            .raw_header(HeaderValue::new(automatic, "auto-generated".to_owned()))
            .multipart(body)
            .map_err(|error| format!("the mail cannot be written: {error}"))
    }

    fn transport(&self) -> Result<AsyncSmtpTransport<Tokio1Executor>, lettre::transport::smtp::Error> {
        let host = &self.server.host;
        let tls = match self.server.tls {
            Tls::Always => SmtpTls::Wrapper(TlsParameters::new(host.clone())?),
            Tls::StartTls => SmtpTls::Required(TlsParameters::new(host.clone())?),
            Tls::None => SmtpTls::None,
        };
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(host.clone())
            .port(self.server.port)
            .tls(tls)
            .timeout(Some(CONNECT_TIMEOUT));
        if let Some((user, password)) = &self.server.login {
            builder = builder.credentials(Credentials::new(user.clone(), password.reveal().to_owned()));
        }
        Ok(builder.build())
    }
}

/// `250 2.0.0 Ok: queued as 4XyZ`
fn words(response: &Response) -> String {
    format!("{} {}", response.code(), response.message().collect::<Vec<_>>().join(" "))
}
