//! A question as an HTTP request.

use bytes::Bytes;
use http_body_util::Full;
use hyper::{
    Method, Request, Uri,
    header::{CONTENT_TYPE, HOST, HeaderValue, USER_AGENT},
};
use zeroize::Zeroizing;

use crate::{
    Fault,
    sources::http::{HttpOptions, HttpOptionsError, ParamsMode, RequestMethod},
};

/// The parameters of a question, in the order in which aMQTT sends them.
pub(super) type Params<'a> = [(&'static str, Param<'a>)];

/// The value of a parameter.
#[derive(Clone, Copy)]
pub(super) enum Param<'a> {
    Text(Option<&'a str>),
    Number(u8),
}

/// What the requests to one server have in common.
pub(super) struct RequestForm {
    method: Method,
    params_mode: ParamsMode,
    host: HeaderValue,
    user_agent: HeaderValue,
}

impl RequestForm {
    pub(super) fn new(options: &HttpOptions) -> Result<Self, HttpOptionsError> {
        let (host, port) = (&options.host, options.port);
        let authority = match host.contains(':') {
            true => format!("[{host}]:{port}"),
            false => format!("{host}:{port}"),
        };
        let header = |text: &str| HeaderValue::from_str(text);
        Ok(Self {
            method: match options.request_method {
                RequestMethod::Get => Method::GET,
                RequestMethod::Post => Method::POST,
                RequestMethod::Put => Method::PUT,
            },
            params_mode: options.params_mode,
            host: header(&authority).map_err(|_| HttpOptionsError::Host(host.clone()))?,
            user_agent: header(&options.user_agent)
                .map_err(|_| HttpOptionsError::UserAgent(options.user_agent.clone()))?,
        })
    }

    /// Puts a question. What may hold a password is wiped when the request is dropped; copies in the buffers of TLS and
    /// of the operating system are not.
    pub(super) fn request(&self, path: &str, params: &Params<'_>) -> Result<Request<Full<Bytes>>, Fault> {
        let path_alone = Bytes::copy_from_slice(path.as_bytes());
        let (target, body, content_type) = match (self.params_mode, &self.method) {
            (ParamsMode::Json, _) => (path_alone, json(params)?, Some("application/json")),
            (ParamsMode::Form, &Method::GET) => {
                let separator = if path.contains('?') { '&' } else { '?' };
                (form(&format!("{path}{separator}"), params), Bytes::new(), None)
            }
            (ParamsMode::Form, _) => (
                path_alone,
                form("", params),
                Some("application/x-www-form-urlencoded"),
            ),
        };
        let target = Uri::from_maybe_shared(target)
            .map_err(|_| Fault::Unaskable("the query would be longer than 65,534 bytes"))?;
        let mut request = Request::new(Full::new(body));
        *request.method_mut() = self.method.clone();
        *request.uri_mut() = target;
        let headers = request.headers_mut();
        headers.insert(HOST, self.host.clone());
        headers.insert(USER_AGENT, self.user_agent.clone());
        if let Some(content_type) = content_type {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
        }
        Ok(request)
    }
}

/// Checks an option that is a path.
pub(super) fn check_path(option: &'static str, value: Option<&String>) -> Result<(), HttpOptionsError> {
    let right = |path: &str| {
        let visible = path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'#');
        path.starts_with('/') && visible && path.parse::<Uri>().is_ok()
    };
    match value.filter(|path| !right(path)) {
        Some(value) => Err(HttpOptionsError::Uri {
            option,
            value: value.clone(),
        }),
        None => Ok(()),
    }
}

/// An empty buffer that need not grow, as growing would leave copies behind: no encoding makes more of a byte than six.
fn buffer(before: &str, params: &Params<'_>) -> Zeroizing<Vec<u8>> {
    let length = |&(name, value): &(&str, Param<'_>)| match value {
        Param::Text(text) => name.len() + 6 * text.map_or(1, str::len) + 8,
        Param::Number(_) => name.len() + 12,
    };
    let length = before.len() + params.iter().map(length).sum::<usize>() + 2;
    Zeroizing::new(Vec::with_capacity(length))
}

fn json(params: &Params<'_>) -> Result<Bytes, Fault> {
    let mut body = buffer("", params);
    for (index, (name, value)) in params.iter().enumerate() {
        body.push(if index == 0 { b'{' } else { b',' });
        let written = serde_json::to_writer(&mut *body, name).and_then(|()| {
            body.push(b':');
            match value {
                Param::Text(text) => serde_json::to_writer(&mut *body, text),
                Param::Number(number) => serde_json::to_writer(&mut *body, number),
            }
        });
        written.map_err(|_| Fault::Unaskable("it cannot be written as JSON"))?;
    }
    body.push(b'}');
    Ok(Bytes::from_owner(body))
}

/// `application/x-www-form-urlencoded`, as browsers write it (URL Standard 5.2), behind what goes before it.
fn form(before: &str, params: &Params<'_>) -> Bytes {
    let mut encoded = buffer(before, params);
    encoded.extend_from_slice(before.as_bytes());
    let mut separator = None;
    for (name, value) in params {
        let number;
        let text = match *value {
            Param::Text(None) => continue,
            Param::Text(Some(text)) => text,
            Param::Number(value) => {
                number = value.to_string();
                &number
            }
        };
        encoded.extend(separator.replace(b'&'));
        encode(&mut encoded, name);
        encoded.push(b'=');
        encode(&mut encoded, text);
    }
    Bytes::from_owner(encoded)
}

fn encode(encoded: &mut Vec<u8>, text: &str) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    for &byte in text.as_bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'*' | b'-' | b'.' | b'_' => encoded.push(byte),
            b' ' => encoded.push(b'+'),
            _ => encoded.extend([b'%', HEX[usize::from(byte >> 4)], HEX[usize::from(byte & 15)]]),
        }
    }
}
