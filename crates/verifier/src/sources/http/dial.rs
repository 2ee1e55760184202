//! A connection to the first of a host's addresses that accepts it (after RFC 8305, "Happy Eyeballs").

use std::{collections::VecDeque, io, net::SocketAddr, time::Duration};

use tokio::{
    net::{TcpStream, lookup_host},
    task::JoinSet,
    time::timeout,
};

/// Time after which the next address is tried in parallel (RFC 8305, 8: the connection attempt delay).
const HEAD_START: Duration = Duration::from_millis(250);

/// Connects to a host, some of whose addresses may not answer.
///
/// # Errors
/// The last error, if no address accepts the connection.
pub(super) async fn dial(host: &str, port: u16) -> io::Result<TcpStream> {
    let addresses = lookup_host((host, port)).await?;
    dial_any(in_turns(addresses)).await
}

/// Alternates between the two families, the resolver's preference first: one family may be unreachable (RFC 8305, 4).
fn in_turns(addresses: impl Iterator<Item = SocketAddr>) -> VecDeque<SocketAddr> {
    let addresses: Vec<SocketAddr> = addresses.collect();
    let first_is_v6 = addresses.first().is_some_and(SocketAddr::is_ipv6);
    let (first, second): (VecDeque<_>, VecDeque<_>) = addresses
        .into_iter()
        .partition(|address| address.is_ipv6() == first_is_v6);
    let (mut families, mut ordered) = ([first, second], VecDeque::new());
    while families.iter().any(|family| !family.is_empty()) {
        ordered.extend(families.iter_mut().filter_map(VecDeque::pop_front));
    }
    ordered
}

async fn dial_any(mut addresses: VecDeque<SocketAddr>) -> io::Result<TcpStream> {
    let mut attempts = JoinSet::new();
    let mut last = io::Error::from(io::ErrorKind::HostUnreachable);
    loop {
        match addresses.pop_front() {
            Some(address) => drop(attempts.spawn(TcpStream::connect(address))),
            None if attempts.is_empty() => return Err(last),
            None => {}
        }
        let ended = if addresses.is_empty() {
            Ok(attempts.join_next().await)
        } else {
            timeout(HEAD_START, attempts.join_next()).await
        };
        match ended {
            // Dropping the set ends the other attempts.
            Ok(Some(Ok(Ok(stream)))) => return Ok(stream),
            Ok(Some(Ok(Err(error)))) => last = error,
            Ok(Some(Err(_)) | None) | Err(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use tokio::net::{TcpListener, TcpSocket};

    use super::*;

    /// Returns an address that neither accepts nor refuses: its queue is full. The second part must be kept.
    async fn silent() -> (SocketAddr, (TcpListener, Vec<TcpStream>)) {
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind(([127, 0, 0, 1], 0).into()).unwrap();
        let listener = socket.listen(1).unwrap();
        let address = listener.local_addr().unwrap();
        let mut queue = Vec::new();
        while let Ok(Ok(stream)) = timeout(Duration::from_millis(100), TcpStream::connect(address)).await {
            queue.push(stream);
        }
        (address, (listener, queue))
    }

    #[tokio::test]
    async fn silent_addresses_cost_a_quarter_of_a_second_each() {
        let ((one, _one), (two, _two)) = (silent().await, silent().await);
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let good = listener.local_addr().unwrap();
        let start = Instant::now();
        let stream = dial_any(VecDeque::from([one, two, good])).await.unwrap();
        assert_eq!(stream.peer_addr().unwrap(), good);
        let took = start.elapsed();
        assert!(took >= 2 * HEAD_START && took < 8 * HEAD_START, "{took:?}");
    }

    #[tokio::test]
    async fn addresses_that_refuse_cost_nothing() {
        let closed = TcpListener::bind(("127.0.0.1", 0))
            .await
            .unwrap()
            .local_addr()
            .unwrap();
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let good = listener.local_addr().unwrap();
        let start = Instant::now();
        assert!(dial_any(VecDeque::from([closed, closed, good])).await.is_ok());
        assert!(start.elapsed() < HEAD_START);
        let refused = dial_any(VecDeque::from([closed, closed])).await.unwrap_err();
        assert_eq!(refused.kind(), io::ErrorKind::ConnectionRefused);
        assert!(dial_any(VecDeque::new()).await.is_err());
    }

    #[test]
    fn families_take_turns() {
        let address = |text: &str| -> SocketAddr { text.parse().unwrap() };
        let [a6, b6, a4, b4] = ["[::1]:1", "[::2]:1", "1.1.1.1:1", "1.1.1.2:1"].map(address);
        assert_eq!(in_turns([a6, b6, a4, b4].into_iter()), [a6, a4, b6, b4]);
        assert_eq!(in_turns([a4, a6, b6].into_iter()), [a4, a6, b6]);
    }
}
