//! Properties of every text: names, topics, stored hashes, answers.

use amqtt_verifier::{
    Acl, Action, Denial, DeviceId, Request, SpiffeId, TopicFilter, TrustDomain, Verdict,
    password::{
        ARGON2_LANES_MAX, ARGON2_MEMORY_MAX, ARGON2_PASSES_MAX, ARGON2_WORK_MAX, Argon2Parameters,
        BCRYPT_COST_MAX, PBKDF2_ROUNDS_MAX, PasswordHash, SCRYPT_FACTOR_MAX, SCRYPT_WORK_MAX,
    },
};

use crate::oracle::{acl as oracle, http, topics};

/// A text. It is a SPIFFE ID by the rules written down once more, and is put together again from its parts.
pub fn spiffe_id(data: &[u8]) -> bool {
    let Ok(text) = str::from_utf8(data) else {
        return false;
    };
    let read = SpiffeId::parse(text);
    assert_eq!(read.is_ok(), is_spiffe_id(text));
    let Ok(id) = read else { return false };
    assert_eq!(format!("spiffe://{}{}", id.trust_domain(), id.path()), text);
    let (domain, device) = (id.trust_domain().parse::<TrustDomain>(), id.device());
    if let (Ok(domain), Some(Ok(device))) = (domain, device.map(str::parse::<DeviceId>)) {
        assert_eq!(domain.device_uri(&device), text);
    }
    true
}

/// The first line is the request, the others are stored. Each is a topic or a filter by the rules written
/// down once more, `allows` and `decide` agree, and the reasons that they give are true.
pub fn topic_filter(data: &[u8]) -> bool {
    let Ok(text) = str::from_utf8(data) else {
        return false;
    };
    let (request, rest) = text.split_once('\n').unwrap_or((text, ""));
    [text, request]
        .into_iter()
        .chain(rest.split('\n'))
        .for_each(topics::check);
    let stored: Vec<TopicFilter> = rest.split('\n').filter_map(|line| line.parse().ok()).collect();
    let matching = |topic: &str| {
        stored
            .iter()
            .any(|stored| oracle::matches(stored.as_str(), topic))
    };
    for action in Action::ALL {
        let acl: Acl = stored.iter().map(|filter| (action, filter.clone())).collect();
        assert!(stored.iter().all(|filter| acl.filters(action).cover(filter)));
        let verdict = Request::parse(action, request).map(|request| acl.decide(request));
        assert_eq!(
            verdict.as_ref().map(Verdict::is_allowed),
            Request::parse(action, request)
                .map(|request| acl.allows(request))
                .as_ref()
                .copied()
        );
        match verdict {
            Ok(Verdict::Denied {
                witness,
                why: Denial::NotCovered,
            }) => assert!(!matching(&witness), "{witness:?}"),
            Ok(Verdict::Allowed { by }) => {
                assert!(by.iter().all(|filter| stored.contains(filter)));
                assert!(action == Action::Subscribe || matching(request));
            }
            _ => {}
        }
    }
    request.parse::<TopicFilter>().is_ok()
}

/// A small filter that is asked for and some that are stored, one byte a level. Whether it is covered is what an oracle
/// says that enumerates topics.
pub fn coverage(data: &[u8]) -> bool {
    let mut filters = data.split(|byte| byte % 8 > 5).filter_map(small_filter);
    let Some(request) = filters.next() else {
        return false;
    };
    let stored: Vec<String> = filters.take(9).collect();
    oracle::check_verdict(&stored, &request);
    !stored.is_empty()
}

/// A stored hash. It is kept as it came, costs no more than the bounds allow, and does not show salt and digest.
pub fn phc(data: &[u8]) -> bool {
    let Ok(text) = str::from_utf8(data) else {
        return false;
    };
    let read = PasswordHash::parse(text);
    let shown = match &read {
        Ok(hash) => format!("{hash:?} {hash}"),
        Err(error) => format!("{error:?} {error}"),
    };
    // Sixteen bytes in Base64 are longer than any word or number of an error.
    let is_base64 = |byte| u8::is_ascii_alphanumeric(&byte) || b"./+".contains(&byte);
    let is_secret = |field: &&str| field.len() >= 22 && field.bytes().all(is_base64);
    let mut secrets = text.split('$').filter(is_secret);
    assert!(!secrets.any(|secret| shown.contains(secret)), "{shown}");
    let Ok(hash) = read else { return false };
    assert_eq!(hash.expose(), text);
    assert!(is_affordable(text), "{hash}");
    assert!(hash.findings(&Argon2Parameters::default()).len() <= 5);
    true
}

/// An answer: status and media type in the first line, the body after it. Only the exact shapes allow.
#[cfg(feature = "http")]
pub fn http_answer(data: &[u8]) -> bool {
    let mut lines = data.splitn(2, |byte| *byte == b'\n');
    let (head, body) = (lines.next().unwrap_or_default(), lines.next().unwrap_or_default());
    let head = String::from_utf8_lossy(head);
    let (status, content_type) = match head.split_once(' ') {
        Some((status, content_type)) => (status, Some(content_type)),
        None => (&*head, None),
    };
    let status = status.parse().unwrap_or(200);
    http::check(status, content_type, body);
    let mode = amqtt_verifier::sources::http::ResponseMode::Json;
    mode.decide(status, content_type, body) == amqtt_verifier::Decision::Allow
}

/// SPIFFE-ID 2.1 to 2.3.
fn is_spiffe_id(text: &str) -> bool {
    let mut parts = text.split('/');
    let made_of = |part: &str, allowed: fn(&u8) -> bool| {
        !part.is_empty() && part.bytes().all(|byte| allowed(&byte) || b"._-".contains(&byte))
    };
    let is_domain =
        |part: &str| part.len() <= 255 && made_of(part, |b| b.is_ascii_lowercase() || b.is_ascii_digit());
    let is_segment = |part: &str| part != "." && part != ".." && made_of(part, u8::is_ascii_alphanumeric);
    [parts.next(), parts.next()] == [Some("spiffe:"), Some("")]
        && parts.next().is_some_and(is_domain)
        && parts.all(is_segment)
}

/// The filter that some bytes stand for, if it is one.
fn small_filter(levels: &[u8]) -> Option<String> {
    let level = |byte: &u8| {
        oracle::LITERALS
            .iter()
            .chain(&["+", "#"])
            .nth(usize::from(byte % 8))
    };
    let levels: Vec<&str> = levels.iter().filter_map(level).copied().collect();
    let text = levels.join("/");
    (levels.len() <= oracle::DEPTH && text.parse::<TopicFilter>().is_ok()).then_some(text)
}

/// Returns whether the costs that a stored hash names are within the bounds.
fn is_affordable(text: &str) -> bool {
    let fields: Vec<&str> = text.split('$').collect();
    let cost = |name: &str| {
        let costs = fields.iter().flat_map(|field| field.split(','));
        let cost = costs
            .filter_map(|cost| cost.strip_prefix(name)?.strip_prefix('='))
            .next();
        cost.and_then(|cost| cost.parse::<u64>().ok()).unwrap()
    };
    match fields[1] {
        "2a" | "2b" | "2y" => fields[2].parse::<u32>().is_ok_and(|cost| cost <= BCRYPT_COST_MAX),
        "pbkdf2-sha256" => fields[2]
            .parse::<u32>()
            .is_ok_and(|rounds| rounds <= PBKDF2_ROUNDS_MAX),
        "scrypt" => {
            let [r, p] = [cost("r"), cost("p")];
            r.max(p) <= SCRYPT_FACTOR_MAX && (128 * r * p) << cost("ln") <= SCRYPT_WORK_MAX
        }
        _ => {
            let [m, t, p] = ["m", "t", "p"].map(cost);
            m <= ARGON2_MEMORY_MAX.into()
                && t <= ARGON2_PASSES_MAX.into()
                && p <= ARGON2_LANES_MAX.into()
                && m * t <= ARGON2_WORK_MAX.into()
        }
    }
}
