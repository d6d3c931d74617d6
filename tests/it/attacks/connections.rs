//! Requests that are not what they seem, and requests that are too large (rows 41, 42 and 43).

use crate::support::{PATIENCE, Site, TestServer};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write;
use std::net::SocketAddr;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Writes bytes as they are; everything that came back until the server closed.
async fn exchange(address: SocketAddr, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    // the server may have closed before everything was written
    let _ = stream.write_all(bytes).await;
    let mut answer = Vec::new();
    let read = tokio::time::timeout(PATIENCE, stream.read_to_end(&mut answer)).await;
    // a reset after the answer is an end, too
    let _ = read.expect("the server closes the connection");
    String::from_utf8_lossy(&answer).into_owned()
}

fn statuses(answer: &str) -> Vec<u16> {
    answer.split("HTTP/1.1 ").skip(1).filter_map(|rest| rest.get(..3)?.parse().ok()).collect()
}

/// A question whose body's length is told in these headers.
fn post(headers: &str, body: &str) -> Vec<u8> {
    format!("POST /api/v1/ask HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n{headers}\r\n{body}")
        .into_bytes()
}

/// What a proxy in front may have let through as a part of the body.
const HIDDEN: &str = "GET /livez HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

#[tokio::test]
async fn a_request_of_two_lengths_is_none_and_nothing_is_read_after_it() {
    let site = Site::new();
    let server = TestServer::start(site.config()).await;
    let body = r#"{"q":"hi"}"#;
    let long = body.len() + HIDDEN.len();
    let chunked = format!("{:x}\r\n{body}\r\n0\r\n\r\n{HIDDEN}", body.len());
    for (what, bytes) in [
        (
            "two lengths",
            post(&format!("Content-Length: {}\r\nContent-Length: {long}\r\n", body.len()), &format!("{body}{HIDDEN}")),
        ),
        (
            "two lengths in one",
            post(&format!("Content-Length: {}, {long}\r\n", body.len()), &format!("{body}{HIDDEN}")),
        ),
        ("a length with a sign", post(&format!("Content-Length: +{}\r\n", body.len()), &format!("{body}{HIDDEN}"))),
        (
            "a length in hexadecimal",
            post(&format!("Content-Length: 0x{:x}\r\n", body.len()), &format!("{body}{HIDDEN}")),
        ),
        ("a length that is none", post("Content-Length: -1\r\n", &format!("{body}{HIDDEN}"))),
        ("an unknown encoding", post("Transfer-Encoding: xchunked\r\n", &chunked)),
        ("an encoding after chunked", post("Transfer-Encoding: chunked, identity\r\n", &chunked)),
        ("a space before the colon", post("Transfer-Encoding : chunked\r\n", &chunked)),
        ("a tab before the name", post("Content-Length: 4\r\n\tTransfer-Encoding: chunked\r\n", &chunked)),
        ("a line feed alone in a name", b"GET /livez HTTP/1.1\r\nHost: x\r\nX\nA: b\r\n\r\n".to_vec()),
        ("a carriage return alone", b"GET /livez HTTP/1.1\r\nHost: x\rX-A: b\r\n\r\n".to_vec()),
        ("a NUL", b"GET /livez HTTP/1.1\r\nHost: x\r\nX-A: a\0b\r\n\r\n".to_vec()),
        ("no version", b"GET /livez\r\n\r\n".to_vec()),
        ("another version", b"GET /livez HTTP/3.1\r\nHost: x\r\n\r\n".to_vec()),
        ("a method that is none", b"G(T /livez HTTP/1.1\r\nHost: x\r\n\r\n".to_vec()),
        ("a chunk of no length", post("Transfer-Encoding: chunked\r\n", &format!("zz\r\n{body}\r\n0\r\n\r\n{HIDDEN}"))),
        (
            "a chunk of all bytes there are",
            post("Transfer-Encoding: chunked\r\n", &format!("ffffffffffffffff1\r\n{body}\r\n0\r\n\r\n{HIDDEN}")),
        ),
        ("a proxy's own protocol", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_vec()),
        ("TLS", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03".to_vec()),
    ] {
        let answer = exchange(server.address, &bytes).await;
        let statuses = statuses(&answer);
        assert!(statuses.len() <= 1 && !answer.contains(" 200 "), "{what}: {answer}");
        assert!(statuses.first().is_none_or(|status| *status == 400), "{what}: {answer}");
    }
    // chunks win over a length, as the standard has it (RFC 9112, 6.3), but such a connection is not used again
    let both = post(&format!("Content-Length: {long}\r\nTransfer-Encoding: chunked\r\n"), &chunked);
    let answer = exchange(server.address, &both).await;
    assert!(statuses(&answer).len() <= 1, "what follows an ambiguous request was answered: {answer}");
    // and what is in order is answered twice
    let twice = [post(&format!("Content-Length: {}\r\n", body.len()), body), HIDDEN.into()].concat();
    assert_eq!(statuses(&exchange(server.address, &twice).await), [200, 200]);
    server.stop().await;
}

#[tokio::test]
async fn what_is_too_large_is_refused_by_its_kind() {
    let site = Site::new();
    let server = TestServer::start(site.config()).await;
    let ask = |headers: &str, body: &[u8]| {
        [post(&format!("{headers}Content-Length: {}\r\nConnection: close\r\n", body.len()), ""), body.to_vec()].concat()
    };
    let mut zipped = GzEncoder::new(Vec::new(), Compression::best());
    // a bomb: a megabyte of spaces in a kilobyte
    zipped.write_all(&vec![b' '; 1 << 20]).unwrap();
    zipped.write_all(br#"{"q":"hi"}"#).unwrap();
    let zipped = zipped.finish().unwrap();
    let headers: String = (0..200).map(|number| format!("X-{number}: a\r\n")).collect();
    for (what, bytes, allowed) in [
        ("a long address", format!("GET /{} HTTP/1.1\r\nHost: x\r\n\r\n", "a".repeat(70_000)).into_bytes(), &[414, 431][..]),
        ("a long header", format!("GET /livez HTTP/1.1\r\nHost: x\r\nX-A: {}\r\n\r\n", "a".repeat(70_000)).into_bytes(), &[431]),
        ("many headers", format!("GET /livez HTTP/1.1\r\nHost: x\r\n{headers}\r\n").into_bytes(), &[431]),
        ("a large body", ask("", &vec![b' '; 70_000]), &[413]),
        ("a body of another kind", [b"POST /api/v1/ask HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: text/plain\r\nContent-Length: 10\r\n\r\n".to_vec(), br#"{"q":"hi"}"#.to_vec()].concat(), &[415]),
        ("a packed body", ask("Content-Encoding: gzip\r\n", &zipped), &[400, 415]),
        ("a packed body that hides it", ask("Content-Encoding: identity, gzip\r\n", &zipped), &[400, 415]),
    ] {
        let answer = exchange(server.address, &bytes).await;
        let statuses = statuses(&answer);
        assert!(statuses.len() == 1 && allowed.contains(&statuses[0]), "{what}: {answer}");
    }
    // a large body that comes in pieces and tells no length
    let chunk = format!("1000\r\n{}\r\n", " ".repeat(0x1000));
    let endless =
        [post("Transfer-Encoding: chunked\r\nConnection: close\r\n", ""), chunk.repeat(40).into_bytes()].concat();
    assert_eq!(statuses(&exchange(server.address, &endless).await), [413]);
    server.stop().await;
}

#[tokio::test]
async fn no_path_leads_out_of_what_is_served() {
    let site = Site::new();
    std::fs::create_dir_all(site.data()).unwrap();
    std::fs::write(site.data().join("secret.txt"), "canary-of-the-data-folder").unwrap();
    let server = TestServer::start(site.config()).await;
    let ups =
        ["..%2f", "%2e%2e/", "..%5c", "..\\", "..;/", "%2e%2e%2f", "..%252f", "..%c0%af", "....//", "%00/", "./../"];
    for place in ["/", "/demo/", "/widget/", "/widget/0000000000000000/en/", "/admin/", "/api/v1/admin/reports/"] {
        for up in ups {
            for end in ["data/secret.txt", "faq/en.yaml", "Cargo.toml", "etc/passwd", "deskbell.db"] {
                let path = format!("{place}{}{end}", up.repeat(6));
                let request = format!("GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
                let answer = exchange(server.address, request.as_bytes()).await;
                let status = statuses(&answer);
                assert!(matches!(status[..], [400 | 401 | 404 | 307]), "{path}: {answer}");
                assert!(
                    !answer.contains("canary-of") && !answer.contains("topic:") && !answer.contains("root:"),
                    "{path}"
                );
            }
        }
    }
    server.stop().await;
}
