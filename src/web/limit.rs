//! Limits by address, and who an address is.
//!
//! Invariant: `X-Forwarded-For` is believed only from networks that the settings name; an IPv6 visitor is a /64, since
//! that is what one household gets.

use super::error::ApiError;
use crate::config::Config;
use axum::extract::{ConnectInfo, FromRef, FromRequestParts};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::num::NonZeroU32;
use std::sync::Arc;

/// Seconds of its rate that an address may use at once.
const BURST_SECONDS: f64 = 3.0;

/// Where a request comes from, as far as it can be believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClientAddress(pub IpAddr);

impl<S> FromRequestParts<S> for ClientAddress
where
    Arc<Config>: FromRef<S>,
    S: Send + Sync,
{
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let peer = parts
            .extensions
            .get::<ConnectInfo<SocketAddr>>()
            .map(|info| info.0.ip().to_canonical())
            .ok_or_else(|| ApiError::Internal(anyhow::anyhow!("the listener did not say who connected")))?;
        let config = Arc::<Config>::from_ref(state);
        Ok(Self(client_address(peer, &parts.headers, &config.server.trusted_proxies)))
    }
}

/// The right-most address of `X-Forwarded-For` that is not one of our own proxies.
fn client_address(peer: IpAddr, headers: &HeaderMap, trusted: &[ipnet::IpNet]) -> IpAddr {
    let ours = |address: &IpAddr| trusted.iter().any(|network| network.contains(address));
    if !ours(&peer) {
        return peer;
    }
    let named: Vec<&str> = headers
        .get_all("x-forwarded-for")
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .collect();
    let mut last = peer;
    for name in named.iter().rev() {
        let Ok(address) = name.trim().parse::<IpAddr>() else { return last };
        last = address.to_canonical();
        if !ours(&last) {
            break;
        }
    }
    last
}

/// The unit that a limit counts: an IPv4 address or an IPv6 /64.
pub(super) fn unit(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
    }
}

/// The bucket of each address. Cheap to clone.
#[derive(Clone)]
pub struct AddressLimit(Option<Arc<DefaultKeyedRateLimiter<IpAddr>>>);

impl AddressLimit {
    /// `per_second` in the long run; 0 lets everything through.
    pub fn new(per_second: f64) -> Self {
        if per_second <= 0.0 {
            return Self(None);
        }
        let burst = NonZeroU32::new((per_second * BURST_SECONDS).ceil().max(1.0) as u32).unwrap_or(NonZeroU32::MIN);
        let period = std::time::Duration::from_secs_f64(1.0 / per_second);
        Self(Quota::with_period(period).map(|quota| Arc::new(RateLimiter::keyed(quota.allow_burst(burst)))))
    }

    /// Takes one from the address's bucket.
    ///
    /// # Errors
    /// In how many milliseconds there will be one.
    pub fn take(&self, address: ClientAddress) -> Result<(), u64> {
        let Some(limiter) = &self.0 else { return Ok(()) };
        limiter.check_key(&unit(address.0)).map_err(|refused| {
            u64::try_from(refused.wait_time_from(DefaultClock::default().now()).as_millis()).unwrap_or(u64::MAX).max(1)
        })
    }

    /// The same for an HTTP request.
    ///
    /// # Errors
    /// [`ApiError::Limited`].
    pub fn check(&self, address: ClientAddress) -> Result<(), ApiError> {
        self.take(address)
            .map_err(|millis| ApiError::Limited { limit: "limits.address_per_second", seconds: millis.div_ceil(1000) })
    }

    /// Forgets addresses whose bucket is full again, so that the map stays as small as the present traffic.
    pub fn tidy(&self) {
        if let Some(limiter) = &self.0 {
            limiter.retain_recent();
            limiter.shrink_to_fit();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forwarded_addresses_are_believed_from_trusted_proxies_only() {
        let trusted: Vec<ipnet::IpNet> = vec!["10.0.0.0/8".parse().unwrap()];
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", "1.2.3.4, 203.0.113.9, 10.1.1.1".parse().unwrap());
        let address = |peer: &str| client_address(peer.parse().unwrap(), &headers, &trusted).to_string();
        assert_eq!(address("198.51.100.7"), "198.51.100.7");
        assert_eq!(address("10.0.0.1"), "203.0.113.9");
        headers.insert("x-forwarded-for", "nonsense, 10.1.1.1".parse().unwrap());
        assert_eq!(client_address("10.0.0.1".parse().unwrap(), &headers, &trusted).to_string(), "10.1.1.1");
    }

    #[test]
    fn a_household_of_ipv6_is_one() {
        let limit = AddressLimit::new(0.34);
        let address = |text: &str| ClientAddress(text.parse().unwrap());
        assert_eq!(limit.take(address("2001:db8:1:2::1")), Ok(()));
        assert_eq!(limit.take(address("2001:db8:1:2::1")), Ok(()));
        assert!(limit.take(address("2001:db8:1:2:ffff::9")).is_err());
        assert_eq!(limit.take(address("2001:db8:1:3::1")), Ok(()));
        assert!((0..1000).all(|_| AddressLimit::new(0.0).take(address("::1")).is_ok()));
    }
}
