//! A question as an HTTP request.

use bytes::Bytes;
use http_body_util::Full;
use hyper::{
    Method, Request, Uri,
    header::{CONTENT_TYPE, HOST, HeaderValue, USER_AGENT},
};

use crate::{
    decision::SourceFault,
    protocol::{ParamsMode, Question, RequestMethod},
};

use super::options::{HttpOptions, HttpOptionsError};

/// The common parts of all requests to one server.
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

    /// Returns the request for a question. Parts that may hold a password are wiped when it is dropped; copies in the buffers
    /// of TLS and of the operating system are not.
    pub(super) fn request(
        &self,
        path: &str,
        question: &Question<'_>,
    ) -> Result<Request<Full<Bytes>>, SourceFault> {
        let path_alone = Bytes::copy_from_slice(path.as_bytes());
        let (target, body, content_type) = match (self.params_mode, &self.method) {
            (ParamsMode::Json, _) => (path_alone, question.to_json()?, Some("application/json")),
            (ParamsMode::Form, &Method::GET) => {
                let separator = if path.contains('?') { '&' } else { '?' };
                (
                    question.to_form(&format!("{path}{separator}")),
                    Bytes::new(),
                    None,
                )
            }
            (ParamsMode::Form, _) => (
                path_alone,
                question.to_form(""),
                Some("application/x-www-form-urlencoded"),
            ),
        };
        let target = Uri::from_maybe_shared(target)
            .map_err(|_| SourceFault::Unaskable("the query would be longer than 65,534 bytes"))?;
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
