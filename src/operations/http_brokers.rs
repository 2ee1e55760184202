//! The configuration of brokers that ask `amqtt-admin serve` over HTTP: closed, so that what the service does not answer is
//! denied. Each is a file, with `{names}` for what is filled in.

use std::path::{Path, PathBuf};

use crate::operations::service_url::ServiceUrl;

/// The configuration of a broker.
pub(crate) struct Template {
    text: &'static str,
    /// True if its paths are in double quotes, within which a backslash is an escape.
    quoted: bool,
}

pub(crate) const EMQX: Template = Template {
    text: include_str!("http_brokers/emqx.conf"),
    quoted: true,
};
pub(crate) const GO_AUTH: Template = Template {
    text: include_str!("http_brokers/go-auth.conf"),
    quoted: false,
};
pub(crate) const NANOMQ: Template = Template {
    text: include_str!("http_brokers/nanomq.conf"),
    quoted: true,
};
pub(crate) const RABBITMQ: Template = Template {
    text: include_str!("http_brokers/rabbitmq.conf"),
    quoted: false,
};
/// The settings that RabbitMQ takes from `advanced.config` alone. Its revocation lists are links in a directory, named by the
/// hash of their issuer; they are read at every handshake.
pub(crate) const RABBITMQ_ADVANCED: Template = Template {
    text: include_str!("http_brokers/rabbitmq-advanced.config"),
    quoted: true,
};
pub(crate) const VERNEMQ: Template = Template {
    text: include_str!("http_brokers/vernemq.conf"),
    quoted: false,
};

/// The files of the broker's own TLS, with a comment above the CA file where it needs one.
pub(crate) struct Tls<'a> {
    pub(crate) ca: String,
    pub(crate) ca_comment: &'a str,
    pub(crate) certificate: String,
    pub(crate) key: String,
    /// The revocation list of the CA, whether it exists or not.
    pub(crate) list: PathBuf,
}

/// The line of a comment that is left out where there is none.
const COMMENT: &str = "{ca_comment}";

impl Template {
    /// Returns the configuration with the address of the service and the files of the broker.
    pub(crate) fn filled(&self, service: &ServiceUrl, tls: &Tls<'_>) -> String {
        let mut filled = String::new();
        for line in self.text.lines() {
            match line.strip_suffix(COMMENT) {
                Some(_) if tls.ca_comment.is_empty() => {}
                Some(indentation) => filled.extend([indentation, tls.ca_comment]),
                None => {
                    self.fill(line, service, tls, &mut filled);
                    filled.push('\n');
                }
            }
        }
        filled
    }

    /// Fills a line in. What is in braces and is not a name belongs to the configuration.
    fn fill(&self, mut line: &str, service: &ServiceUrl, tls: &Tls<'_>, filled: &mut String) {
        while let Some((before, after)) = line.split_once('{') {
            let named = after
                .split_once('}')
                .and_then(|(name, after)| Some((self.value(name, service, tls)?, after)));
            filled.push_str(before);
            line = match named {
                Some((value, after)) => {
                    filled.push_str(&value);
                    after
                }
                None => {
                    filled.push('{');
                    after
                }
            };
        }
        filled.push_str(line);
    }

    fn value(&self, name: &str, service: &ServiceUrl, tls: &Tls<'_>) -> Option<String> {
        let lists = || tls.list.parent().unwrap_or(Path::new("/")).display().to_string();
        Some(match name {
            "url" => service.to_string(),
            "host" => service.host.clone(),
            "port" => service.port.to_string(),
            "with_tls" => service.with_tls.to_string(),
            "ca" => self.path(&tls.ca),
            "certificate" => self.path(&tls.certificate),
            "key" => self.path(&tls.key),
            "lists" => self.path(&lists()),
            // Settings that would keep the broker from starting until there is a list.
            "off" => if tls.list.exists() { "" } else { "% " }.to_owned(),
            _ => return None,
        })
    }

    fn path(&self, path: &str) -> String {
        match self.quoted {
            true => path.replace('\\', r"\\").replace('"', "\\\""),
            false => path.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_is_filled_and_its_own_braces_stay() {
        let template = |quoted| Template {
            text: "a {url} {x {key}} ${clientid}\n  {ca_comment}\n{off}b\n",
            quoted,
        };
        let tls = |ca_comment| Tls {
            ca: String::new(),
            ca_comment,
            certificate: String::new(),
            key: r#"/{ca}/"\k"#.to_owned(),
            list: PathBuf::from("/no/such.crl"),
        };
        let service = ServiceUrl::default();
        assert_eq!(
            template(true).filled(&service, &tls("")),
            "a http://127.0.0.1:9180 {x /{ca}/\\\"\\\\k} ${clientid}\n% b\n"
        );
        assert_eq!(
            template(false).filled(&service, &tls("# c\n")),
            "a http://127.0.0.1:9180 {x /{ca}/\"\\k} ${clientid}\n  # c\n% b\n"
        );
    }
}
