//! A network that fails: between visitors and server connections are cut, slowed down, chopped into single bytes, left half
//! open, and what the server says is swallowed.
//!
//! Invariant: the same seed treats the same connections in the same way.

use super::Random;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// What happens to one connection.
#[derive(Clone, Copy, Debug)]
enum Fault {
    None,
    /// Cut after so many bytes from the server, which may be in the middle of a frame.
    CutDown(usize),
    /// Cut after so many bytes from the visitor.
    CutUp(usize),
    /// After so many bytes nothing of what the server says arrives, and some time later the connection is cut.
    Swallow(usize),
    /// Every piece comes later.
    Slow(Duration),
    /// Every byte comes alone.
    Bytes,
    /// The visitor is gone, but the server does not hear of it for some time.
    HalfOpen,
}

impl Fault {
    fn of(random: &mut Random) -> Self {
        let bytes = |random: &mut Random| 400 + random.below(12_000) as usize;
        match random.below(20) {
            0 | 1 => Self::CutDown(bytes(random)),
            2 => Self::CutUp(bytes(random)),
            3 | 4 => Self::Swallow(bytes(random)),
            5 | 6 => Self::Slow(Duration::from_millis(1 + random.below(20))),
            7 => Self::Bytes,
            8 => Self::HalfOpen,
            _ => Self::None,
        }
    }
}

/// How long a swallowed or half open connection stays.
const LINGER: Duration = Duration::from_millis(250);

/// Listens on a port of its own, and passes connections on to the server that is there at the time.
pub async fn start(seed: u64, server: watch::Receiver<Option<SocketAddr>>) -> SocketAddr {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        let mut random = Random(seed);
        while let Ok((visitor, _)) = listener.accept().await {
            let fault = Fault::of(&mut random);
            let at = *server.borrow();
            tokio::spawn(async move {
                let Some(at) = at else { return };
                if let Ok(server) = TcpStream::connect(at).await {
                    pass(visitor, server, fault).await;
                }
            });
        }
    });
    address
}

async fn pass(visitor: TcpStream, server: TcpStream, fault: Fault) {
    let _ = (visitor.set_nodelay(true), server.set_nodelay(true));
    let ((mut from_visitor, mut to_visitor), (mut from_server, mut to_server)) =
        (visitor.into_split(), server.into_split());
    let up = async {
        let (mut buffer, mut passed) = (vec![0; 4096], 0);
        loop {
            let read = from_visitor.read(&mut buffer).await.unwrap_or(0);
            let end = match fault {
                Fault::CutUp(after) => read.min(usize::saturating_sub(after, passed)),
                _ => read,
            };
            if to_server.write_all(&buffer[..end]).await.is_err() || end < read || read == 0 {
                break;
            }
            passed += read;
        }
        if matches!(fault, Fault::HalfOpen) {
            tokio::time::sleep(LINGER).await;
        }
    };
    let down = async {
        let (mut buffer, mut passed) = (vec![0; 4096], 0);
        loop {
            let read = from_server.read(&mut buffer).await.unwrap_or(0);
            if read == 0 {
                return;
            }
            let end = match fault {
                Fault::CutDown(after) | Fault::Swallow(after) => read.min(usize::saturating_sub(after, passed)),
                _ => read,
            };
            if let Fault::Slow(time) = fault {
                tokio::time::sleep(time).await;
            }
            let pieces = if matches!(fault, Fault::Bytes) { 1 } else { end.max(1) };
            for piece in buffer[..end].chunks(pieces) {
                if to_visitor.write_all(piece).await.is_err() {
                    return;
                }
            }
            passed += read;
            match fault {
                Fault::CutDown(after) if passed >= after => return,
                // until the cut the server believes that it is heard
                Fault::Swallow(after) if passed >= after => {
                    let deaf = async { while from_server.read(&mut buffer).await.is_ok_and(|read| read > 0) {} };
                    let _ = tokio::time::timeout(LINGER, deaf).await;
                    return;
                }
                _ => {}
            }
        }
    };
    // either end closes both
    tokio::select! { () = up => {}, () = down => {} }
}
