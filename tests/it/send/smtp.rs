//! A mail server on loopback that speaks SMTP (RFC 5321) with AUTH PLAIN, keeps what it takes, and refuses
//! what it is told to refuse.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// A mail as it came.
#[derive(Clone, Debug)]
pub struct Mail {
    pub from: String,
    pub to: Vec<String>,
    pub data: Vec<u8>,
}

#[derive(Default)]
struct Kept {
    mails: Vec<Mail>,
    /// Every command, without the mails themselves.
    commands: Vec<String>,
    /// By recipient: what RCPT is answered with, the first one first; then it is taken.
    refusals: HashMap<String, Vec<&'static str>>,
    /// The mail is kept, and its sender never hears of it.
    silent: bool,
}

#[derive(Clone)]
pub struct SmtpServer {
    pub address: SocketAddr,
    kept: Arc<Mutex<Kept>>,
}

impl SmtpServer {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let server = Self { address: listener.local_addr().unwrap(), kept: Arc::default() };
        let kept = server.kept.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                // a client that breaks off ends its own session only
                tokio::spawn(session(stream, kept.clone()));
            }
        });
        server
    }

    pub fn mails(&self) -> Vec<Mail> {
        self.kept.lock().unwrap().mails.clone()
    }

    pub fn commands(&self) -> Vec<String> {
        self.kept.lock().unwrap().commands.clone()
    }

    /// The next times that this recipient is named, these are the answers.
    pub fn refuse(&self, recipient: &str, answers: &[&'static str]) {
        self.kept.lock().unwrap().refusals.insert(recipient.to_owned(), answers.to_vec());
    }

    /// Whether mails are kept without a word.
    pub fn silent(&self, silent: bool) {
        self.kept.lock().unwrap().silent = silent;
    }
}

async fn session(stream: TcpStream, kept: Arc<Mutex<Kept>>) -> std::io::Result<()> {
    let mut stream = BufReader::new(stream);
    stream.write_all(b"220 mail.test ESMTP\r\n").await?;
    let (mut from, mut to) = (String::new(), Vec::new());
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await? == 0 {
            return Ok(());
        }
        let line = line.trim_end().to_owned();
        kept.lock().unwrap().commands.push(line.clone());
        let within = |line: &str| line.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
        let answer = match line.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase().as_str() {
            "EHLO" => "250-mail.test\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 AUTH PLAIN".to_owned(),
            "AUTH" => authenticate(&line),
            "MAIL" => {
                (from, to) = (within(&line), Vec::new());
                "250 2.1.0 Ok".to_owned()
            }
            "RCPT" => {
                let recipient = within(&line);
                let refused = {
                    let mut kept = kept.lock().unwrap();
                    kept.refusals.get_mut(&recipient).filter(|left| !left.is_empty()).map(|left| left.remove(0))
                };
                if refused.is_none() {
                    to.push(recipient);
                }
                refused.unwrap_or("250 2.1.5 Ok").to_owned()
            }
            "DATA" if to.is_empty() => "503 5.5.1 No recipients".to_owned(),
            "DATA" => {
                stream.write_all(b"354 End data with <CR><LF>.<CR><LF>\r\n").await?;
                let data = data(&mut stream).await?;
                let silent = {
                    let mut kept = kept.lock().unwrap();
                    kept.mails.push(Mail { from: from.clone(), to: to.clone(), data });
                    kept.silent
                };
                if silent {
                    std::future::pending::<()>().await;
                }
                "250 2.0.0 Ok: queued as 4XyZ".to_owned()
            }
            "QUIT" => {
                stream.write_all(b"221 2.0.0 Bye\r\n").await?;
                return Ok(());
            }
            "RSET" | "NOOP" => "250 2.0.0 Ok".to_owned(),
            _ => "500 5.5.2 Error: command not recognized".to_owned(),
        };
        stream.write_all(format!("{answer}\r\n").as_bytes()).await?;
    }
}

/// AUTH PLAIN with its first answer in the same line (RFC 4616); there is one user. What was wrong is repeated, read
/// and as it came, as no server should.
fn authenticate(line: &str) -> String {
    let encoded = line.strip_prefix("AUTH PLAIN ").unwrap_or_default();
    match String::from_utf8(STANDARD.decode(encoded).unwrap_or_default()).unwrap_or_default().as_str() {
        "\0deskbell\0pass@word" => "235 2.7.0 Authentication successful".to_owned(),
        wrong => format!("535 5.7.8 Authentication failed: {} ({encoded})", wrong.replace('\0', " ")),
    }
}

/// Up to the line with one dot; a dot that was put before another is taken away (RFC 5321, 4.5.2).
async fn data(stream: &mut BufReader<TcpStream>) -> std::io::Result<Vec<u8>> {
    let mut data = Vec::new();
    loop {
        let mut line = Vec::new();
        stream.read_until(b'\n', &mut line).await?;
        match line.as_slice() {
            b".\r\n" | b"" => return Ok(data),
            [b'.', rest @ ..] => data.extend_from_slice(rest),
            line => data.extend_from_slice(line),
        }
    }
}
