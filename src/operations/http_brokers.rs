//! The configuration of brokers that ask `amqtt-admin serve` over HTTP: closed, so that what the service does not answer is
//! denied.

use std::{
    path::{Path, PathBuf},
    str::FromStr,
};

/// The address of the service, as brokers are given it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ServiceUrl {
    with_tls: bool,
    host: String,
    port: u16,
}

impl Default for ServiceUrl {
    fn default() -> Self {
        Self {
            with_tls: false,
            host: "127.0.0.1".to_owned(),
            port: 9180,
        }
    }
}

/// Error from text that is not the address of a service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not the address of a service: write http://HOST:PORT or https://HOST:PORT, without a path")]
pub(crate) struct InvalidServiceUrl;

impl FromStr for ServiceUrl {
    type Err = InvalidServiceUrl;

    fn from_str(text: &str) -> Result<Self, InvalidServiceUrl> {
        let (scheme, rest) = text.split_once("://").ok_or(InvalidServiceUrl)?;
        let (with_tls, default_port) = match scheme {
            "http" => (false, 80),
            "https" => (true, 443),
            _ => return Err(InvalidServiceUrl),
        };
        let rest = rest.strip_suffix('/').unwrap_or(rest);
        let (host, port) = match rest.rsplit_once(':') {
            Some((host, port)) if !port.ends_with(']') => {
                (host, port.parse().map_err(|_| InvalidServiceUrl)?)
            }
            _ => (rest, default_port),
        };
        let is_plain = |octet: u8| octet.is_ascii_alphanumeric() || b".-_:[]".contains(&octet);
        if host.is_empty() || !host.bytes().all(is_plain) {
            return Err(InvalidServiceUrl);
        }
        Ok(Self {
            with_tls,
            host: host.to_owned(),
            port,
        })
    }
}

impl std::fmt::Display for ServiceUrl {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let scheme = if self.with_tls { "https" } else { "http" };
        write!(f, "{scheme}://{}:{}", self.host, self.port)
    }
}

/// The files of the broker's own TLS, with a comment above the CA file where it needs one.
pub(crate) struct Tls<'a> {
    pub(crate) ca: String,
    pub(crate) ca_comment: &'a str,
    pub(crate) certificate: String,
    pub(crate) key: String,
    /// The revocation list of the CA, whether it exists or not.
    pub(crate) list: PathBuf,
}

pub(crate) fn emqx(url: &ServiceUrl, tls: &Tls<'_>) -> String {
    format!(
        r#"# EMQX 5, in etc/emqx.conf
authentication = [{{
  mechanism = password_based
  backend = http
  method = post
  url = "{url}/emqx/authn"
  headers {{ content-type = "application/json" }}
  body {{
    clientid = "${{clientid}}"
    username = "${{username}}"
    password = "${{password}}"
    peerhost = "${{peerhost}}"
    cert_pem = "${{cert_pem}}"
  }}
}}]
authorization {{
  # with the default, allow, clients may do whatever the service does not answer
  no_match = deny
  deny_action = ignore
  # answers are remembered: a change of rights counts after this time
  cache {{ enable = true, ttl = "1m" }}
  sources = [{{
    type = http
    method = post
    url = "{url}/emqx/authz"
    headers {{ content-type = "application/json" }}
    body {{
      clientid = "${{clientid}}"
      username = "${{username}}"
      # a device that came by certificate, as the answer to its login named it
      device = "${{client_attrs.device}}"
      action = "${{action}}"
      topic = "${{topic}}"
    }}
  }}]
}}
{}"#,
        emqx_listeners(tls)
    )
}

fn emqx_listeners(tls: &Tls<'_>) -> String {
    let Tls {
        ca,
        ca_comment,
        certificate,
        key,
        ..
    } = tls;
    let ca_comment = match *ca_comment {
        "" => String::new(),
        comment => format!("    {comment}"),
    };
    format!(
        r#"listeners.ssl.default {{
  bind = "0.0.0.0:8883"
  ssl_options {{
{ca_comment}    cacertfile = "{ca}"
    certfile = "{certificate}"
    keyfile = "{key}"
    verify = verify_peer
    # false lets clients in that log in with a password alone
    fail_if_no_peer_cert = true
  }}
}}
# without TLS, passwords cross the network in the clear
listeners.tcp.default.enable = false
listeners.ws.default.enable = false
listeners.wss.default.enable = false
"#
    )
}

pub(crate) fn rabbitmq(url: &ServiceUrl, tls: &Tls<'_>) -> String {
    let Tls {
        ca,
        ca_comment,
        certificate,
        key,
        ..
    } = tls;
    format!(
        "# RabbitMQ 3.10, in rabbitmq.conf; rabbitmq-plugins enable rabbitmq_mqtt rabbitmq_auth_backend_http\n\
         # It needs advanced.config beside it, from --config rabbitmq-advanced: without that, devices are refused.\n\
         auth_backends.1 = http\n\
         auth_http.http_method = post\n\
         auth_http.user_path = {url}/rabbitmq/user\n\
         auth_http.vhost_path = {url}/rabbitmq/vhost\n\
         auth_http.resource_path = {url}/rabbitmq/resource\n\
         auth_http.topic_path = {url}/rabbitmq/topic\n\
         mqtt.allow_anonymous = false\n\
         # without TLS, passwords cross the network in the clear\n\
         mqtt.listeners.tcp = none\n\
         mqtt.listeners.ssl.default = 8883\n\
         # AMQP, without TLS; the service allows its clients next to nothing\n\
         listeners.tcp = none\n\
         # the name of a device is the SPIFFE ID in its certificate; only with it is the device held to its client id\n\
         mqtt.ssl_cert_login = true\n\
         ssl_cert_login_from = subject_alternative_name\n\
         ssl_cert_login_san_type = uri\n\
         ssl_cert_login_san_index = 0\n\
         # advanced.config has these again, as it replaces them all\n\
         {ca_comment}ssl_options.cacertfile = {ca}\n\
         ssl_options.certfile = {certificate}\n\
         ssl_options.keyfile = {key}\n\
         ssl_options.verify = verify_peer\n\
         # false lets clients in that log in with a password alone\n\
         ssl_options.fail_if_no_peer_cert = true\n\
         # by default, TLS 1.0 and 1.1 are allowed\n\
         ssl_options.versions.1 = tlsv1.3\n\
         ssl_options.versions.2 = tlsv1.2\n"
    )
}

/// The settings that RabbitMQ takes from `advanced.config` alone. Its revocation lists are links in a directory, named by the
/// hash of their issuer; they are read at every handshake.
pub(crate) fn rabbitmq_advanced(tls: &Tls<'_>) -> String {
    let directory = tls.list.parent().unwrap_or(Path::new("/")).display().to_string();
    let [ca, certificate, key, directory] =
        [&tls.ca, &tls.certificate, &tls.key, &directory].map(|text| erlang(text));
    let off = if tls.list.exists() { "" } else { "% " };
    format!(
        r#"%% RabbitMQ 3.10, in advanced.config, beside the rabbitmq.conf of --config rabbitmq
[
  %% the name of a device, spiffe://…, has a colon
  {{rabbitmq_mqtt, [{{ignore_colons_in_username, true}}]}},
  {{rabbit, [{{ssl_options, [
    %% without these, revoked devices are admitted. Once, beside the list from `amqtt-admin ca crl`:
    %%   ln -s ca.crl $(openssl crl -noout -hash -in ca.crl).r0
    {off}{{crl_check, peer}},
    {off}{{crl_cache, {{ssl_crl_hash_dir, {{internal, [{{dir, {directory}}}]}}}}}},
    {{cacertfile, {ca}}},
    {{certfile, {certificate}}},
    {{keyfile, {key}}},
    {{verify, verify_peer}},
    %% false lets clients in that log in with a password alone
    {{fail_if_no_peer_cert, true}},
    {{versions, ['tlsv1.3', 'tlsv1.2']}}
  ]}}]}}
].
"#
    )
}

/// A string in Erlang.
fn erlang(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

pub(crate) fn vernemq(url: &ServiceUrl, tls: &Tls<'_>) -> String {
    let Tls {
        ca,
        ca_comment,
        certificate,
        key,
        ..
    } = tls;
    let hooks: String = [
        "register",
        "publish",
        "subscribe",
        "register_m5",
        "publish_m5",
        "subscribe_m5",
    ]
    .iter()
    .map(|hook| {
        format!("vmq_webhooks.{hook}.hook = auth_on_{hook}\nvmq_webhooks.{hook}.endpoint = {url}/vernemq\n")
    })
    .collect();
    format!(
        "# VerneMQ, in vernemq.conf\n\
         allow_anonymous = off\n\
         # these two would answer in place of the service\n\
         plugins.vmq_passwd = off\n\
         plugins.vmq_acl = off\n\
         plugins.vmq_webhooks = on\n\
         {hooks}\
         {ca_comment}listener.ssl.cafile = {ca}\n\
         listener.ssl.certfile = {certificate}\n\
         listener.ssl.keyfile = {key}\n\
         # off lets clients in that log in with a password alone\n\
         listener.ssl.require_certificate = on\n\
         # the device id is the common name of a device's certificate\n\
         listener.ssl.use_identity_as_username = on\n\
         listener.ssl.default = 0.0.0.0:8883\n"
    )
}

pub(crate) fn nanomq(url: &ServiceUrl, tls: &Tls<'_>) -> String {
    let Tls {
        ca,
        ca_comment,
        certificate,
        key,
        ..
    } = tls;
    let request = |name: &str, path: &str, fields: &str| {
        format!(
            "    {name} {{\n      url = \"{url}/nanomq/{path}\"\n      method = \"POST\"\n      headers.content-type = \
             \"application/x-www-form-urlencoded\"\n      params = {{{fields}}}\n    }}\n"
        )
    };
    let requests = request(
        "auth_req",
        "auth",
        r#"clientid = "%c", username = "%u", password = "%P", ipaddr = "%a""#,
    ) + &request("super_req", "super", r#"clientid = "%c", username = "%u""#)
        + &request(
            "acl_req",
            "acl",
            r#"clientid = "%c", username = "%u", access = "%A", topic = "%t""#,
        );
    format!(
        "# NanoMQ, in nanomq.conf\n\
         auth {{\n  allow_anonymous = false\n  # with the default, allow, clients may do whatever the service does not answer\n  \
         no_match = deny\n  deny_action = disconnect\n  http_auth = {{\n{requests}    timeout = 5s\n    connect_timeout = 5s\n    \
         pool_size = 32\n  }}\n}}\n\
         # NanoMQ passes on no certificate: clients log in with a password, and those who show a certificate as well\n\
         listeners.ssl {{\n  bind = \"0.0.0.0:8883\"\n{ca_comment}  cacertfile = \"{ca}\"\n  certfile = \"{certificate}\"\n  \
         keyfile = \"{key}\"\n  verify_peer = true\n  fail_if_no_peer_cert = true\n}}\n"
    )
}

pub(crate) fn go_auth(url: &ServiceUrl, tls: &Tls<'_>) -> String {
    let Tls {
        ca,
        ca_comment,
        certificate,
        key,
        ..
    } = tls;
    let ServiceUrl { with_tls, host, port } = url;
    format!(
        "# Mosquitto with mosquitto-go-auth, in mosquitto.conf\n\
         allow_anonymous false\n\
         auth_plugin /etc/mosquitto/go-auth.so\n\
         auth_opt_backends http\n\
         auth_opt_disable_superuser true\n\
         auth_opt_http_host {host}\n\
         auth_opt_http_port {port}\n\
         auth_opt_http_with_tls {with_tls}\n\
         auth_opt_http_verify_peer {with_tls}\n\
         auth_opt_http_getuser_uri /go-auth/user\n\
         auth_opt_http_superuser_uri /go-auth/superuser\n\
         auth_opt_http_aclcheck_uri /go-auth/acl\n\
         auth_opt_http_params_mode json\n\
         auth_opt_http_response_mode json\n\
         # with a cache, a change of rights counts after its time\n\
         auth_opt_cache false\n\
         # it passes on no certificate: clients log in with a password, and show a certificate as well\n\
         listener 8883\n\
         {ca_comment}cafile {ca}\n\
         certfile {certificate}\n\
         keyfile {key}\n\
         require_certificate true\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_a_scheme_a_host_and_a_port() {
        for (text, shown) in [
            ("http://127.0.0.1:9180", "http://127.0.0.1:9180"),
            ("https://auth.example/", "https://auth.example:443"),
            ("http://[::1]:80", "http://[::1]:80"),
            ("http://[::1]", "http://[::1]:80"),
        ] {
            assert_eq!(text.parse::<ServiceUrl>().unwrap().to_string(), shown);
        }
        for text in [
            "",
            "auth.example:80",
            "ftp://h",
            "http://",
            "http://h:x",
            "http://h/path",
            "http://u:p@h",
            "http://h\"x",
        ] {
            assert!(text.parse::<ServiceUrl>().is_err(), "{text}");
        }
    }
}
