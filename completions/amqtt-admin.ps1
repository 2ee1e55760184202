
using namespace System.Management.Automation
using namespace System.Management.Automation.Language

Register-ArgumentCompleter -Native -CommandName 'amqtt-admin' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $commandElements = $commandAst.CommandElements
    $command = @(
        'amqtt-admin'
        for ($i = 1; $i -lt $commandElements.Count; $i++) {
            $element = $commandElements[$i]
            if ($element -isnot [StringConstantExpressionAst] -or
                $element.StringConstantType -ne [StringConstantType]::BareWord -or
                $element.Value.StartsWith('-') -or
                $element.Value -eq $wordToComplete) {
                break
        }
        $element.Value
    }) -join ';'

    $completions = @(switch ($command) {
        'amqtt-admin' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write results')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours; NO_COLOR switches them off too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing on stderr but warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing on stderr but warnings and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every confirmation with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every confirmation with yes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; a missing value is an error')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('ca', 'ca', [CompletionResultType]::ParameterValue, 'The certificate authority: the root of trust for the broker and the devices')
            [CompletionResult]::new('server', 'server', [CompletionResultType]::ParameterValue, 'The broker''s credential')
            [CompletionResult]::new('device', 'device', [CompletionResultType]::ParameterValue, 'The devices'' credentials')
            [CompletionResult]::new('user', 'user', [CompletionResultType]::ParameterValue, 'Accounts: who may log in with a password')
            [CompletionResult]::new('topic', 'topic', [CompletionResultType]::ParameterValue, 'Topic rights: what each client may publish, subscribe to, and receive')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Completions for a shell')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'The manual page, or those of all verbs')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'amqtt-admin;ca' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write results')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours; NO_COLOR switches them off too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing on stderr but warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing on stderr but warnings and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every confirmation with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every confirmation with yes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; a missing value is an error')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('create', 'create', [CompletionResultType]::ParameterValue, 'Make the authority''s key and certificate, ca.key and ca.crt')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show the authority: its fingerprint, its expiry, and whether key and certificate belong together')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'amqtt-admin;ca;create' {
            [CompletionResult]::new('--cn', '--cn', [CompletionResultType]::ParameterName, 'Common name of the CA')
            [CompletionResult]::new('--country', '--country', [CompletionResultType]::ParameterName, 'Country of the CA (two-letter code)')
            [CompletionResult]::new('--state', '--state', [CompletionResultType]::ParameterName, 'State or province of the CA')
            [CompletionResult]::new('--locality', '--locality', [CompletionResultType]::ParameterName, 'Locality of the CA')
            [CompletionResult]::new('--org-name', '--org-name', [CompletionResultType]::ParameterName, 'Organization of the CA')
            [CompletionResult]::new('--uri', '--uri', [CompletionResultType]::ParameterName, 'Default trust domain for its devices')
            [CompletionResult]::new('--path-len', '--path-len', [CompletionResultType]::ParameterName, 'Maximum number of intermediate CAs below this one')
            [CompletionResult]::new('--output-dir', '--output-dir', [CompletionResultType]::ParameterName, 'The directory to write to, which must exist')
            [CompletionResult]::new('--key-type', '--key-type', [CompletionResultType]::ParameterName, 'Type of the new key [default: ecdsa-p256]')
            [CompletionResult]::new('--days', '--days', [CompletionResultType]::ParameterName, 'Days until the certificate expires')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'Encrypt the key with the passphrase in this file')
            [CompletionResult]::new('--if-exists', '--if-exists', [CompletionResultType]::ParameterName, 'What to do if the files already exist')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write results')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours; NO_COLOR switches them off too')
            [CompletionResult]::new('--force-ca', '--force-ca', [CompletionResultType]::ParameterName, 'Replace an existing CA, keeping the old files as *.old')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing on stderr but warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing on stderr but warnings and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every confirmation with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every confirmation with yes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; a missing value is an error')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'amqtt-admin;ca;show' {
            [CompletionResult]::new('--ca-key', '--ca-key', [CompletionResultType]::ParameterName, 'The CA''s private key')
            [CompletionResult]::new('--ca-crt', '--ca-crt', [CompletionResultType]::ParameterName, 'The CA''s certificate')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'A file with the passphrase of the CA key, if that is encrypted')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write results')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours; NO_COLOR switches them off too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing on stderr but warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing on stderr but warnings and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every confirmation with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every confirmation with yes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; a missing value is an error')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'amqtt-admin;ca;help' {
            [CompletionResult]::new('create', 'create', [CompletionResultType]::ParameterValue, 'Make the authority''s key and certificate, ca.key and ca.crt')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show the authority: its fingerprint, its expiry, and whether key and certificate belong together')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'amqtt-admin;ca;help;create' {
            break
        }
        'amqtt-admin;ca;help;show' {
            break
        }
        'amqtt-admin;ca;help;help' {
            break
        }
        'amqtt-admin;server' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write results')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours; NO_COLOR switches them off too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing on stderr but warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing on stderr but warnings and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every confirmation with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every confirmation with yes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; a missing value is an error')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('create', 'create', [CompletionResultType]::ParameterValue, 'Make the broker''s key and certificate, server.key and server.crt')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show what is in a broker''s certificate, or the configuration that uses it')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Check whether a client that trusts the CA would accept the certificate for a host')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'amqtt-admin;server;create' {
            [CompletionResult]::new('--cn', '--cn', [CompletionResultType]::ParameterName, 'Host name or IP address of the broker (any text if --dns or --ip is given)')
            [CompletionResult]::new('--country', '--country', [CompletionResultType]::ParameterName, 'Country of the broker (two-letter code) [default: the CA''s]')
            [CompletionResult]::new('--org-name', '--org-name', [CompletionResultType]::ParameterName, 'Organization of the broker [default: the CA''s]')
            [CompletionResult]::new('--dns', '--dns', [CompletionResultType]::ParameterName, 'Further host names that clients use, which may begin with ''*.''')
            [CompletionResult]::new('--ip', '--ip', [CompletionResultType]::ParameterName, 'Further addresses that clients use')
            [CompletionResult]::new('--ca-key', '--ca-key', [CompletionResultType]::ParameterName, 'The CA''s private key')
            [CompletionResult]::new('--ca-crt', '--ca-crt', [CompletionResultType]::ParameterName, 'The CA''s certificate')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'A file with the passphrase of the CA key, if that is encrypted')
            [CompletionResult]::new('--output-dir', '--output-dir', [CompletionResultType]::ParameterName, 'The directory to write to, which must exist')
            [CompletionResult]::new('--key-type', '--key-type', [CompletionResultType]::ParameterName, 'Type of the new key [default: ecdsa-p256]')
            [CompletionResult]::new('--days', '--days', [CompletionResultType]::ParameterName, 'Days until the certificate expires, at most those of the CA')
            [CompletionResult]::new('--key', '--key', [CompletionResultType]::ParameterName, 'Certify this existing private key instead of generating one')
            [CompletionResult]::new('--if-exists', '--if-exists', [CompletionResultType]::ParameterName, 'What to do if the files already exist')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write results')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours; NO_COLOR switches them off too')
            [CompletionResult]::new('--no-loopback', '--no-loopback', [CompletionResultType]::ParameterName, 'Leave out 127.0.0.1')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Replace existing files, keeping the old ones as *.old')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing on stderr but warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing on stderr but warnings and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every confirmation with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every confirmation with yes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; a missing value is an error')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'amqtt-admin;server;show' {
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Print the configuration of this broker instead')
            [CompletionResult]::new('--ca-crt', '--ca-crt', [CompletionResultType]::ParameterName, 'The CA''s certificate')
            [CompletionResult]::new('--key', '--key', [CompletionResultType]::ParameterName, 'The private key in the configuration [default: the certificate''s name with .key]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write results')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours; NO_COLOR switches them off too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing on stderr but warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing on stderr but warnings and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every confirmation with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every confirmation with yes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; a missing value is an error')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'amqtt-admin;server;verify' {
            [CompletionResult]::new('--ca-crt', '--ca-crt', [CompletionResultType]::ParameterName, 'The CA''s certificate')
            [CompletionResult]::new('--hostname', '--hostname', [CompletionResultType]::ParameterName, 'The host name or address that the client connects to')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write results')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours; NO_COLOR switches them off too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing on stderr but warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing on stderr but warnings and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every confirmation with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every confirmation with yes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; a missing value is an error')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'amqtt-admin;server;help' {
            [CompletionResult]::new('create', 'create', [CompletionResultType]::ParameterValue, 'Make the broker''s key and certificate, server.key and server.crt')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show what is in a broker''s certificate, or the configuration that uses it')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Check whether a client that trusts the CA would accept the certificate for a host')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'amqtt-admin;server;help;create' {
            break
        }
        'amqtt-admin;server;help;show' {
            break
        }
        'amqtt-admin;server;help;verify' {
            break
        }
        'amqtt-admin;server;help;help' {
            break
        }
        'amqtt-admin;device' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write results')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours; NO_COLOR switches them off too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing on stderr but warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing on stderr but warnings and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every confirmation with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every confirmation with yes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; a missing value is an error')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('create', 'create', [CompletionResultType]::ParameterValue, 'Make a device''s key and certificate, ID.key and ID.crt')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show what is in a device''s certificate')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Check whether a broker would admit the certificate as a client, and by which rule it would not')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'amqtt-admin;device;create' {
            [CompletionResult]::new('--device-id', '--device-id', [CompletionResultType]::ParameterName, 'Device id, which is also the MQTT client id and names the files')
            [CompletionResult]::new('--uri', '--uri', [CompletionResultType]::ParameterName, 'Trust domain of the device [default: the one in the CA certificate]')
            [CompletionResult]::new('--country', '--country', [CompletionResultType]::ParameterName, 'Country of the device (two-letter code) [default: the CA''s]')
            [CompletionResult]::new('--org-name', '--org-name', [CompletionResultType]::ParameterName, 'Organization of the device [default: the CA''s]')
            [CompletionResult]::new('--ca-key', '--ca-key', [CompletionResultType]::ParameterName, 'The CA''s private key')
            [CompletionResult]::new('--ca-crt', '--ca-crt', [CompletionResultType]::ParameterName, 'The CA''s certificate')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'A file with the passphrase of the CA key, if that is encrypted')
            [CompletionResult]::new('--output-dir', '--output-dir', [CompletionResultType]::ParameterName, 'The directory to write to, which must exist')
            [CompletionResult]::new('--key-type', '--key-type', [CompletionResultType]::ParameterName, 'Type of the new key [default: ecdsa-p256]')
            [CompletionResult]::new('--days', '--days', [CompletionResultType]::ParameterName, 'Days until the certificate expires, at most those of the CA')
            [CompletionResult]::new('--key', '--key', [CompletionResultType]::ParameterName, 'Certify this existing private key instead of generating one')
            [CompletionResult]::new('--if-exists', '--if-exists', [CompletionResultType]::ParameterName, 'What to do if the files already exist')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write results')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours; NO_COLOR switches them off too')
            [CompletionResult]::new('--svid', '--svid', [CompletionResultType]::ParameterName, 'Issue a strictly conforming X509-SVID (clientAuth and serverAuth)')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Replace existing files, keeping the old ones as *.old')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing on stderr but warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing on stderr but warnings and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every confirmation with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every confirmation with yes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; a missing value is an error')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'amqtt-admin;device;show' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write results')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours; NO_COLOR switches them off too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing on stderr but warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing on stderr but warnings and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every confirmation with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every confirmation with yes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; a missing value is an error')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'amqtt-admin;device;verify' {
            [CompletionResult]::new('--uri', '--uri', [CompletionResultType]::ParameterName, 'The trust domain that the broker admits devices of')
            [CompletionResult]::new('--client-id', '--client-id', [CompletionResultType]::ParameterName, 'The client id that the device connects with')
            [CompletionResult]::new('--ca-crt', '--ca-crt', [CompletionResultType]::ParameterName, 'A CA''s certificate that the broker trusts; may be given several times')
            [CompletionResult]::new('--chain', '--chain', [CompletionResultType]::ParameterName, 'Certificates that the device sends behind its own')
            [CompletionResult]::new('--crl', '--crl', [CompletionResultType]::ParameterName, 'Revocation lists, in PEM or DER; may be given several times. Without any, revocation is not checked')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'How much is asked of the certificates')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'The time to check for, in RFC 3339 [default: now]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write results')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours; NO_COLOR switches them off too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing on stderr but warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing on stderr but warnings and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every confirmation with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every confirmation with yes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; a missing value is an error')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'amqtt-admin;device;help' {
            [CompletionResult]::new('create', 'create', [CompletionResultType]::ParameterValue, 'Make a device''s key and certificate, ID.key and ID.crt')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show what is in a device''s certificate')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Check whether a broker would admit the certificate as a client, and by which rule it would not')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'amqtt-admin;device;help;create' {
            break
        }
        'amqtt-admin;device;help;show' {
            break
        }
        'amqtt-admin;device;help;verify' {
            break
        }
        'amqtt-admin;device;help;help' {
            break
        }
        'amqtt-admin;user' {
            [CompletionResult]::new('--database-url', '--database-url', [CompletionResultType]::ParameterName, 'The database: sqlite:PATH, postgresql://…, mysql://…, mariadb://…, or as SQLAlchemy spells it')
            [CompletionResult]::new('-d', '-d', [CompletionResultType]::ParameterName, 'Instead of the URL: the kind of database')
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'Instead of the URL: the kind of database')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'The database file, of SQLite [default: auth.db]')
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'The database file, of SQLite [default: auth.db]')
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'The user of the database server')
            [CompletionResult]::new('--username', '--username', [CompletionResultType]::ParameterName, 'The user of the database server')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'The host of the database server [default: localhost]')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Its port [default: the usual one]')
            [CompletionResult]::new('--port', '--port', [CompletionResultType]::ParameterName, 'Its port [default: the usual one]')
            [CompletionResult]::new('--db-name', '--db-name', [CompletionResultType]::ParameterName, 'The name of the database on it [default: the user''s]')
            [CompletionResult]::new('--db-password-file', '--db-password-file', [CompletionResultType]::ParameterName, 'A file with the password of its user')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write results')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours; NO_COLOR switches them off too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing on stderr but warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing on stderr but warnings and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every confirmation with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every confirmation with yes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; a missing value is an error')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('sync', 'sync', [CompletionResultType]::ParameterValue, 'Create or upgrade the tables; safe to repeat')
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Add an account')
            [CompletionResult]::new('pwd', 'pwd', [CompletionResultType]::ParameterValue, 'Set the password of an account')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Check a password against an account')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Import accounts from CSV, NDJSON, or a password file of Mosquitto')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Export all accounts with their hashes, as CSV or in the --format that is asked for')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the accounts, sorted by name')
            [CompletionResult]::new('rm', 'rm', [CompletionResultType]::ParameterValue, 'Remove an account and its topic rights')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'amqtt-admin;user;sync' {
            [CompletionResult]::new('--database-url', '--database-url', [CompletionResultType]::ParameterName, 'The database: sqlite:PATH, postgresql://…, mysql://…, mariadb://…, or as SQLAlchemy spells it')
            [CompletionResult]::new('-d', '-d', [CompletionResultType]::ParameterName, 'Instead of the URL: the kind of database')
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'Instead of the URL: the kind of database')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'The database file, of SQLite [default: auth.db]')
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'The database file, of SQLite [default: auth.db]')
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'The user of the database server')
            [CompletionResult]::new('--username', '--username', [CompletionResultType]::ParameterName, 'The user of the database server')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'The host of the database server [default: localhost]')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Its port [default: the usual one]')
            [CompletionResult]::new('--port', '--port', [CompletionResultType]::ParameterName, 'Its port [default: the usual one]')
            [CompletionResult]::new('--db-name', '--db-name', [CompletionResultType]::ParameterName, 'The name of the database on it [default: the user''s]')
            [CompletionResult]::new('--db-password-file', '--db-password-file', [CompletionResultType]::ParameterName, 'A file with the password of its user')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write results')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours; NO_COLOR switches them off too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing on stderr but warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing on stderr but warnings and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every confirmation with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every confirmation with yes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; a missing value is an error')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'amqtt-admin;user;add' {
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'Name of the account')
            [CompletionResult]::new('--client-id', '--client-id', [CompletionResultType]::ParameterName, 'Name of the account')
            [CompletionResult]::new('--password-file', '--password-file', [CompletionResultType]::ParameterName, 'Read the password from a file, less one line end')
            [CompletionResult]::new('--argon2', '--argon2', [CompletionResultType]::ParameterName, 'Cost of Argon2id: memory in KiB, passes, lanes')
            [CompletionResult]::new('--if-exists', '--if-exists', [CompletionResultType]::ParameterName, 'What to do if it already exists')
            [CompletionResult]::new('--database-url', '--database-url', [CompletionResultType]::ParameterName, 'The database: sqlite:PATH, postgresql://…, mysql://…, mariadb://…, or as SQLAlchemy spells it')
            [CompletionResult]::new('-d', '-d', [CompletionResultType]::ParameterName, 'Instead of the URL: the kind of database')
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'Instead of the URL: the kind of database')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'The database file, of SQLite [default: auth.db]')
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'The database file, of SQLite [default: auth.db]')
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'The user of the database server')
            [CompletionResult]::new('--username', '--username', [CompletionResultType]::ParameterName, 'The user of the database server')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'The host of the database server [default: localhost]')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Its port [default: the usual one]')
            [CompletionResult]::new('--port', '--port', [CompletionResultType]::ParameterName, 'Its port [default: the usual one]')
            [CompletionResult]::new('--db-name', '--db-name', [CompletionResultType]::ParameterName, 'The name of the database on it [default: the user''s]')
            [CompletionResult]::new('--db-password-file', '--db-password-file', [CompletionResultType]::ParameterName, 'A file with the password of its user')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write results')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours; NO_COLOR switches them off too')
            [CompletionResult]::new('--password-stdin', '--password-stdin', [CompletionResultType]::ParameterName, 'Read the password from stdin, less one line end')
            [CompletionResult]::new('--generate', '--generate', [CompletionResultType]::ParameterName, 'Generate a secret of 160 random bits, shown once in the report')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing on stderr but warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing on stderr but warnings and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every confirmation with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every confirmation with yes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; a missing value is an error')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'amqtt-admin;user;pwd' {
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'Name of the account')
            [CompletionResult]::new('--client-id', '--client-id', [CompletionResultType]::ParameterName, 'Name of the account')
            [CompletionResult]::new('--password-file', '--password-file', [CompletionResultType]::ParameterName, 'Read the password from a file, less one line end')
            [CompletionResult]::new('--argon2', '--argon2', [CompletionResultType]::ParameterName, 'Cost of Argon2id: memory in KiB, passes, lanes')
            [CompletionResult]::new('--database-url', '--database-url', [CompletionResultType]::ParameterName, 'The database: sqlite:PATH, postgresql://…, mysql://…, mariadb://…, or as SQLAlchemy spells it')
            [CompletionResult]::new('-d', '-d', [CompletionResultType]::ParameterName, 'Instead of the URL: the kind of database')
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'Instead of the URL: the kind of database')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'The database file, of SQLite [default: auth.db]')
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'The database file, of SQLite [default: auth.db]')
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'The user of the database server')
            [CompletionResult]::new('--username', '--username', [CompletionResultType]::ParameterName, 'The user of the database server')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'The host of the database server [default: localhost]')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Its port [default: the usual one]')
            [CompletionResult]::new('--port', '--port', [CompletionResultType]::ParameterName, 'Its port [default: the usual one]')
            [CompletionResult]::new('--db-name', '--db-name', [CompletionResultType]::ParameterName, 'The name of the database on it [default: the user''s]')
            [CompletionResult]::new('--db-password-file', '--db-password-file', [CompletionResultType]::ParameterName, 'A file with the password of its user')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write results')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours; NO_COLOR switches them off too')
            [CompletionResult]::new('--password-stdin', '--password-stdin', [CompletionResultType]::ParameterName, 'Read the password from stdin, less one line end')
            [CompletionResult]::new('--generate', '--generate', [CompletionResultType]::ParameterName, 'Generate a secret of 160 random bits, shown once in the report')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing on stderr but warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing on stderr but warnings and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every confirmation with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every confirmation with yes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; a missing value is an error')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'amqtt-admin;user;verify' {
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'Name of the account')
            [CompletionResult]::new('--client-id', '--client-id', [CompletionResultType]::ParameterName, 'Name of the account')
            [CompletionResult]::new('--password-file', '--password-file', [CompletionResultType]::ParameterName, 'Read the password from a file, less one line end')
            [CompletionResult]::new('--argon2', '--argon2', [CompletionResultType]::ParameterName, 'Cost of Argon2id: memory in KiB, passes, lanes')
            [CompletionResult]::new('--database-url', '--database-url', [CompletionResultType]::ParameterName, 'The database: sqlite:PATH, postgresql://…, mysql://…, mariadb://…, or as SQLAlchemy spells it')
            [CompletionResult]::new('-d', '-d', [CompletionResultType]::ParameterName, 'Instead of the URL: the kind of database')
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'Instead of the URL: the kind of database')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'The database file, of SQLite [default: auth.db]')
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'The database file, of SQLite [default: auth.db]')
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'The user of the database server')
            [CompletionResult]::new('--username', '--username', [CompletionResultType]::ParameterName, 'The user of the database server')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'The host of the database server [default: localhost]')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Its port [default: the usual one]')
            [CompletionResult]::new('--port', '--port', [CompletionResultType]::ParameterName, 'Its port [default: the usual one]')
            [CompletionResult]::new('--db-name', '--db-name', [CompletionResultType]::ParameterName, 'The name of the database on it [default: the user''s]')
            [CompletionResult]::new('--db-password-file', '--db-password-file', [CompletionResultType]::ParameterName, 'A file with the password of its user')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write results')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours; NO_COLOR switches them off too')
            [CompletionResult]::new('--password-stdin', '--password-stdin', [CompletionResultType]::ParameterName, 'Read the password from stdin, less one line end')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing on stderr but warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing on stderr but warnings and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every confirmation with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every confirmation with yes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; a missing value is an error')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'amqtt-admin;user;import' {
            [CompletionResult]::new('--from', '--from', [CompletionResultType]::ParameterName, 'Input format [default: guessed from extension or content]')
            [CompletionResult]::new('--on-conflict', '--on-conflict', [CompletionResultType]::ParameterName, 'What to do with records that already exist')
            [CompletionResult]::new('--argon2', '--argon2', [CompletionResultType]::ParameterName, 'Cost of Argon2id: memory in KiB, passes, lanes')
            [CompletionResult]::new('--database-url', '--database-url', [CompletionResultType]::ParameterName, 'The database: sqlite:PATH, postgresql://…, mysql://…, mariadb://…, or as SQLAlchemy spells it')
            [CompletionResult]::new('-d', '-d', [CompletionResultType]::ParameterName, 'Instead of the URL: the kind of database')
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'Instead of the URL: the kind of database')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'The database file, of SQLite [default: auth.db]')
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'The database file, of SQLite [default: auth.db]')
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'The user of the database server')
            [CompletionResult]::new('--username', '--username', [CompletionResultType]::ParameterName, 'The user of the database server')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'The host of the database server [default: localhost]')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Its port [default: the usual one]')
            [CompletionResult]::new('--port', '--port', [CompletionResultType]::ParameterName, 'Its port [default: the usual one]')
            [CompletionResult]::new('--db-name', '--db-name', [CompletionResultType]::ParameterName, 'The name of the database on it [default: the user''s]')
            [CompletionResult]::new('--db-password-file', '--db-password-file', [CompletionResultType]::ParameterName, 'A file with the password of its user')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write results')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours; NO_COLOR switches them off too')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Check the file and say what would change, without changing anything')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing on stderr but warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing on stderr but warnings and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every confirmation with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every confirmation with yes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; a missing value is an error')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'amqtt-admin;user;export' {
            [CompletionResult]::new('--database-url', '--database-url', [CompletionResultType]::ParameterName, 'The database: sqlite:PATH, postgresql://…, mysql://…, mariadb://…, or as SQLAlchemy spells it')
            [CompletionResult]::new('-d', '-d', [CompletionResultType]::ParameterName, 'Instead of the URL: the kind of database')
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'Instead of the URL: the kind of database')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'The database file, of SQLite [default: auth.db]')
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'The database file, of SQLite [default: auth.db]')
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'The user of the database server')
            [CompletionResult]::new('--username', '--username', [CompletionResultType]::ParameterName, 'The user of the database server')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'The host of the database server [default: localhost]')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Its port [default: the usual one]')
            [CompletionResult]::new('--port', '--port', [CompletionResultType]::ParameterName, 'Its port [default: the usual one]')
            [CompletionResult]::new('--db-name', '--db-name', [CompletionResultType]::ParameterName, 'The name of the database on it [default: the user''s]')
            [CompletionResult]::new('--db-password-file', '--db-password-file', [CompletionResultType]::ParameterName, 'A file with the password of its user')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write results')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours; NO_COLOR switches them off too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing on stderr but warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing on stderr but warnings and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every confirmation with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every confirmation with yes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; a missing value is an error')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'amqtt-admin;user;list' {
            [CompletionResult]::new('--database-url', '--database-url', [CompletionResultType]::ParameterName, 'The database: sqlite:PATH, postgresql://…, mysql://…, mariadb://…, or as SQLAlchemy spells it')
            [CompletionResult]::new('-d', '-d', [CompletionResultType]::ParameterName, 'Instead of the URL: the kind of database')
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'Instead of the URL: the kind of database')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'The database file, of SQLite [default: auth.db]')
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'The database file, of SQLite [default: auth.db]')
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'The user of the database server')
            [CompletionResult]::new('--username', '--username', [CompletionResultType]::ParameterName, 'The user of the database server')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'The host of the database server [default: localhost]')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Its port [default: the usual one]')
            [CompletionResult]::new('--port', '--port', [CompletionResultType]::ParameterName, 'Its port [default: the usual one]')
            [CompletionResult]::new('--db-name', '--db-name', [CompletionResultType]::ParameterName, 'The name of the database on it [default: the user''s]')
            [CompletionResult]::new('--db-password-file', '--db-password-file', [CompletionResultType]::ParameterName, 'A file with the password of its user')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write results')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours; NO_COLOR switches them off too')
            [CompletionResult]::new('--show-hashes', '--show-hashes', [CompletionResultType]::ParameterName, 'Show the password hashes too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing on stderr but warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing on stderr but warnings and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every confirmation with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every confirmation with yes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; a missing value is an error')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'amqtt-admin;user;rm' {
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'Name of the account')
            [CompletionResult]::new('--client-id', '--client-id', [CompletionResultType]::ParameterName, 'Name of the account')
            [CompletionResult]::new('--row', '--row', [CompletionResultType]::ParameterName, 'Id of the row of the account, for a name that cannot be given')
            [CompletionResult]::new('--if-missing', '--if-missing', [CompletionResultType]::ParameterName, 'What to do if it does not exist')
            [CompletionResult]::new('--database-url', '--database-url', [CompletionResultType]::ParameterName, 'The database: sqlite:PATH, postgresql://…, mysql://…, mariadb://…, or as SQLAlchemy spells it')
            [CompletionResult]::new('-d', '-d', [CompletionResultType]::ParameterName, 'Instead of the URL: the kind of database')
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'Instead of the URL: the kind of database')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'The database file, of SQLite [default: auth.db]')
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'The database file, of SQLite [default: auth.db]')
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'The user of the database server')
            [CompletionResult]::new('--username', '--username', [CompletionResultType]::ParameterName, 'The user of the database server')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'The host of the database server [default: localhost]')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Its port [default: the usual one]')
            [CompletionResult]::new('--port', '--port', [CompletionResultType]::ParameterName, 'Its port [default: the usual one]')
            [CompletionResult]::new('--db-name', '--db-name', [CompletionResultType]::ParameterName, 'The name of the database on it [default: the user''s]')
            [CompletionResult]::new('--db-password-file', '--db-password-file', [CompletionResultType]::ParameterName, 'A file with the password of its user')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write results')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours; NO_COLOR switches them off too')
            [CompletionResult]::new('--keep-topics', '--keep-topics', [CompletionResultType]::ParameterName, 'Keep the topic rights of the account')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing on stderr but warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing on stderr but warnings and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every confirmation with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every confirmation with yes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; a missing value is an error')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'amqtt-admin;user;help' {
            [CompletionResult]::new('sync', 'sync', [CompletionResultType]::ParameterValue, 'Create or upgrade the tables; safe to repeat')
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Add an account')
            [CompletionResult]::new('pwd', 'pwd', [CompletionResultType]::ParameterValue, 'Set the password of an account')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Check a password against an account')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Import accounts from CSV, NDJSON, or a password file of Mosquitto')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Export all accounts with their hashes, as CSV or in the --format that is asked for')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the accounts, sorted by name')
            [CompletionResult]::new('rm', 'rm', [CompletionResultType]::ParameterValue, 'Remove an account and its topic rights')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'amqtt-admin;user;help;sync' {
            break
        }
        'amqtt-admin;user;help;add' {
            break
        }
        'amqtt-admin;user;help;pwd' {
            break
        }
        'amqtt-admin;user;help;verify' {
            break
        }
        'amqtt-admin;user;help;import' {
            break
        }
        'amqtt-admin;user;help;export' {
            break
        }
        'amqtt-admin;user;help;list' {
            break
        }
        'amqtt-admin;user;help;rm' {
            break
        }
        'amqtt-admin;user;help;help' {
            break
        }
        'amqtt-admin;topic' {
            [CompletionResult]::new('--database-url', '--database-url', [CompletionResultType]::ParameterName, 'The database: sqlite:PATH, postgresql://…, mysql://…, mariadb://…, or as SQLAlchemy spells it')
            [CompletionResult]::new('-d', '-d', [CompletionResultType]::ParameterName, 'Instead of the URL: the kind of database')
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'Instead of the URL: the kind of database')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'The database file, of SQLite [default: auth.db]')
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'The database file, of SQLite [default: auth.db]')
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'The user of the database server')
            [CompletionResult]::new('--username', '--username', [CompletionResultType]::ParameterName, 'The user of the database server')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'The host of the database server [default: localhost]')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Its port [default: the usual one]')
            [CompletionResult]::new('--port', '--port', [CompletionResultType]::ParameterName, 'Its port [default: the usual one]')
            [CompletionResult]::new('--db-name', '--db-name', [CompletionResultType]::ParameterName, 'The name of the database on it [default: the user''s]')
            [CompletionResult]::new('--db-password-file', '--db-password-file', [CompletionResultType]::ParameterName, 'A file with the password of its user')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write results')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours; NO_COLOR switches them off too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing on stderr but warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing on stderr but warnings and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every confirmation with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every confirmation with yes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; a missing value is an error')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('sync', 'sync', [CompletionResultType]::ParameterValue, 'Create or upgrade the tables; can be repeated, and never removes anything')
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Give a client a right: a topic filter for an action')
            [CompletionResult]::new('rm', 'rm', [CompletionResultType]::ParameterValue, 'Take a right from a client')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the rights, one row each')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Import rights from CSV, NDJSON, or an ACL file of Mosquitto')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Export all rights, as CSV or in the --format that is asked for')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Check whether a client may do something, and which filter decides')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'amqtt-admin;topic;sync' {
            [CompletionResult]::new('--database-url', '--database-url', [CompletionResultType]::ParameterName, 'The database: sqlite:PATH, postgresql://…, mysql://…, mariadb://…, or as SQLAlchemy spells it')
            [CompletionResult]::new('-d', '-d', [CompletionResultType]::ParameterName, 'Instead of the URL: the kind of database')
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'Instead of the URL: the kind of database')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'The database file, of SQLite [default: auth.db]')
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'The database file, of SQLite [default: auth.db]')
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'The user of the database server')
            [CompletionResult]::new('--username', '--username', [CompletionResultType]::ParameterName, 'The user of the database server')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'The host of the database server [default: localhost]')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Its port [default: the usual one]')
            [CompletionResult]::new('--port', '--port', [CompletionResultType]::ParameterName, 'Its port [default: the usual one]')
            [CompletionResult]::new('--db-name', '--db-name', [CompletionResultType]::ParameterName, 'The name of the database on it [default: the user''s]')
            [CompletionResult]::new('--db-password-file', '--db-password-file', [CompletionResultType]::ParameterName, 'A file with the password of its user')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write results')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours; NO_COLOR switches them off too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing on stderr but warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing on stderr but warnings and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every confirmation with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every confirmation with yes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; a missing value is an error')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'amqtt-admin;topic;add' {
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'Client: the name of its account, or the id of a device')
            [CompletionResult]::new('--client-id', '--client-id', [CompletionResultType]::ParameterName, 'Client: the name of its account, or the id of a device')
            [CompletionResult]::new('-a', '-a', [CompletionResultType]::ParameterName, 'Action that the right is for')
            [CompletionResult]::new('--action', '--action', [CompletionResultType]::ParameterName, 'Action that the right is for')
            [CompletionResult]::new('--if-exists', '--if-exists', [CompletionResultType]::ParameterName, 'What to do if it already exists')
            [CompletionResult]::new('--database-url', '--database-url', [CompletionResultType]::ParameterName, 'The database: sqlite:PATH, postgresql://…, mysql://…, mariadb://…, or as SQLAlchemy spells it')
            [CompletionResult]::new('-d', '-d', [CompletionResultType]::ParameterName, 'Instead of the URL: the kind of database')
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'Instead of the URL: the kind of database')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'The database file, of SQLite [default: auth.db]')
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'The database file, of SQLite [default: auth.db]')
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'The user of the database server')
            [CompletionResult]::new('--username', '--username', [CompletionResultType]::ParameterName, 'The user of the database server')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'The host of the database server [default: localhost]')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Its port [default: the usual one]')
            [CompletionResult]::new('--port', '--port', [CompletionResultType]::ParameterName, 'Its port [default: the usual one]')
            [CompletionResult]::new('--db-name', '--db-name', [CompletionResultType]::ParameterName, 'The name of the database on it [default: the user''s]')
            [CompletionResult]::new('--db-password-file', '--db-password-file', [CompletionResultType]::ParameterName, 'A file with the password of its user')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write results')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours; NO_COLOR switches them off too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing on stderr but warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing on stderr but warnings and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every confirmation with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every confirmation with yes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; a missing value is an error')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'amqtt-admin;topic;rm' {
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'Client: the name of its account, or the id of a device')
            [CompletionResult]::new('--client-id', '--client-id', [CompletionResultType]::ParameterName, 'Client: the name of its account, or the id of a device')
            [CompletionResult]::new('-a', '-a', [CompletionResultType]::ParameterName, 'Action that the right is for')
            [CompletionResult]::new('--action', '--action', [CompletionResultType]::ParameterName, 'Action that the right is for')
            [CompletionResult]::new('--row', '--row', [CompletionResultType]::ParameterName, 'Remove a whole row by its id instead, for one that no name can name')
            [CompletionResult]::new('--if-missing', '--if-missing', [CompletionResultType]::ParameterName, 'What to do if it does not exist')
            [CompletionResult]::new('--database-url', '--database-url', [CompletionResultType]::ParameterName, 'The database: sqlite:PATH, postgresql://…, mysql://…, mariadb://…, or as SQLAlchemy spells it')
            [CompletionResult]::new('-d', '-d', [CompletionResultType]::ParameterName, 'Instead of the URL: the kind of database')
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'Instead of the URL: the kind of database')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'The database file, of SQLite [default: auth.db]')
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'The database file, of SQLite [default: auth.db]')
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'The user of the database server')
            [CompletionResult]::new('--username', '--username', [CompletionResultType]::ParameterName, 'The user of the database server')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'The host of the database server [default: localhost]')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Its port [default: the usual one]')
            [CompletionResult]::new('--port', '--port', [CompletionResultType]::ParameterName, 'Its port [default: the usual one]')
            [CompletionResult]::new('--db-name', '--db-name', [CompletionResultType]::ParameterName, 'The name of the database on it [default: the user''s]')
            [CompletionResult]::new('--db-password-file', '--db-password-file', [CompletionResultType]::ParameterName, 'A file with the password of its user')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write results')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours; NO_COLOR switches them off too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing on stderr but warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing on stderr but warnings and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every confirmation with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every confirmation with yes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; a missing value is an error')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'amqtt-admin;topic;list' {
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'List only the rights of this client')
            [CompletionResult]::new('--client-id', '--client-id', [CompletionResultType]::ParameterName, 'List only the rights of this client')
            [CompletionResult]::new('--as-broker', '--as-broker', [CompletionResultType]::ParameterName, 'List only rights that this broker enforces in another way than they are written, and why')
            [CompletionResult]::new('--database-url', '--database-url', [CompletionResultType]::ParameterName, 'The database: sqlite:PATH, postgresql://…, mysql://…, mariadb://…, or as SQLAlchemy spells it')
            [CompletionResult]::new('-d', '-d', [CompletionResultType]::ParameterName, 'Instead of the URL: the kind of database')
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'Instead of the URL: the kind of database')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'The database file, of SQLite [default: auth.db]')
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'The database file, of SQLite [default: auth.db]')
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'The user of the database server')
            [CompletionResult]::new('--username', '--username', [CompletionResultType]::ParameterName, 'The user of the database server')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'The host of the database server [default: localhost]')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Its port [default: the usual one]')
            [CompletionResult]::new('--port', '--port', [CompletionResultType]::ParameterName, 'Its port [default: the usual one]')
            [CompletionResult]::new('--db-name', '--db-name', [CompletionResultType]::ParameterName, 'The name of the database on it [default: the user''s]')
            [CompletionResult]::new('--db-password-file', '--db-password-file', [CompletionResultType]::ParameterName, 'A file with the password of its user')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write results')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours; NO_COLOR switches them off too')
            [CompletionResult]::new('--lint', '--lint', [CompletionResultType]::ParameterName, 'List only filters that grant nothing: covered by others, equivalent to another, or never matching')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing on stderr but warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing on stderr but warnings and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every confirmation with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every confirmation with yes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; a missing value is an error')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'amqtt-admin;topic;import' {
            [CompletionResult]::new('--from', '--from', [CompletionResultType]::ParameterName, 'Input format [default: guessed from extension or content]')
            [CompletionResult]::new('--on-conflict', '--on-conflict', [CompletionResultType]::ParameterName, 'What to do with records that already exist')
            [CompletionResult]::new('--database-url', '--database-url', [CompletionResultType]::ParameterName, 'The database: sqlite:PATH, postgresql://…, mysql://…, mariadb://…, or as SQLAlchemy spells it')
            [CompletionResult]::new('-d', '-d', [CompletionResultType]::ParameterName, 'Instead of the URL: the kind of database')
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'Instead of the URL: the kind of database')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'The database file, of SQLite [default: auth.db]')
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'The database file, of SQLite [default: auth.db]')
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'The user of the database server')
            [CompletionResult]::new('--username', '--username', [CompletionResultType]::ParameterName, 'The user of the database server')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'The host of the database server [default: localhost]')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Its port [default: the usual one]')
            [CompletionResult]::new('--port', '--port', [CompletionResultType]::ParameterName, 'Its port [default: the usual one]')
            [CompletionResult]::new('--db-name', '--db-name', [CompletionResultType]::ParameterName, 'The name of the database on it [default: the user''s]')
            [CompletionResult]::new('--db-password-file', '--db-password-file', [CompletionResultType]::ParameterName, 'A file with the password of its user')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write results')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours; NO_COLOR switches them off too')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Check the file and say what would change, without changing anything')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing on stderr but warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing on stderr but warnings and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every confirmation with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every confirmation with yes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; a missing value is an error')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'amqtt-admin;topic;export' {
            [CompletionResult]::new('--database-url', '--database-url', [CompletionResultType]::ParameterName, 'The database: sqlite:PATH, postgresql://…, mysql://…, mariadb://…, or as SQLAlchemy spells it')
            [CompletionResult]::new('-d', '-d', [CompletionResultType]::ParameterName, 'Instead of the URL: the kind of database')
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'Instead of the URL: the kind of database')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'The database file, of SQLite [default: auth.db]')
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'The database file, of SQLite [default: auth.db]')
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'The user of the database server')
            [CompletionResult]::new('--username', '--username', [CompletionResultType]::ParameterName, 'The user of the database server')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'The host of the database server [default: localhost]')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Its port [default: the usual one]')
            [CompletionResult]::new('--port', '--port', [CompletionResultType]::ParameterName, 'Its port [default: the usual one]')
            [CompletionResult]::new('--db-name', '--db-name', [CompletionResultType]::ParameterName, 'The name of the database on it [default: the user''s]')
            [CompletionResult]::new('--db-password-file', '--db-password-file', [CompletionResultType]::ParameterName, 'A file with the password of its user')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write results')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours; NO_COLOR switches them off too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing on stderr but warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing on stderr but warnings and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every confirmation with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every confirmation with yes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; a missing value is an error')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'amqtt-admin;topic;check' {
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'Client: the name of its account, or the id of a device')
            [CompletionResult]::new('--client-id', '--client-id', [CompletionResultType]::ParameterName, 'Client: the name of its account, or the id of a device')
            [CompletionResult]::new('-a', '-a', [CompletionResultType]::ParameterName, 'Action that the client wants to take')
            [CompletionResult]::new('--action', '--action', [CompletionResultType]::ParameterName, 'Action that the client wants to take')
            [CompletionResult]::new('--batch', '--batch', [CompletionResultType]::ParameterName, 'Answer a file of questions (- for stdin): lines of client, action and topic, separated by tabs')
            [CompletionResult]::new('--as-broker', '--as-broker', [CompletionResultType]::ParameterName, 'Answer as this broker is answered, and show what it cannot keep')
            [CompletionResult]::new('--database-url', '--database-url', [CompletionResultType]::ParameterName, 'The database: sqlite:PATH, postgresql://…, mysql://…, mariadb://…, or as SQLAlchemy spells it')
            [CompletionResult]::new('-d', '-d', [CompletionResultType]::ParameterName, 'Instead of the URL: the kind of database')
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'Instead of the URL: the kind of database')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'The database file, of SQLite [default: auth.db]')
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'The database file, of SQLite [default: auth.db]')
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'The user of the database server')
            [CompletionResult]::new('--username', '--username', [CompletionResultType]::ParameterName, 'The user of the database server')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'The host of the database server [default: localhost]')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Its port [default: the usual one]')
            [CompletionResult]::new('--port', '--port', [CompletionResultType]::ParameterName, 'Its port [default: the usual one]')
            [CompletionResult]::new('--db-name', '--db-name', [CompletionResultType]::ParameterName, 'The name of the database on it [default: the user''s]')
            [CompletionResult]::new('--db-password-file', '--db-password-file', [CompletionResultType]::ParameterName, 'A file with the password of its user')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write results')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours; NO_COLOR switches them off too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing on stderr but warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing on stderr but warnings and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every confirmation with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every confirmation with yes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; a missing value is an error')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'amqtt-admin;topic;help' {
            [CompletionResult]::new('sync', 'sync', [CompletionResultType]::ParameterValue, 'Create or upgrade the tables; can be repeated, and never removes anything')
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Give a client a right: a topic filter for an action')
            [CompletionResult]::new('rm', 'rm', [CompletionResultType]::ParameterValue, 'Take a right from a client')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the rights, one row each')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Import rights from CSV, NDJSON, or an ACL file of Mosquitto')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Export all rights, as CSV or in the --format that is asked for')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Check whether a client may do something, and which filter decides')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'amqtt-admin;topic;help;sync' {
            break
        }
        'amqtt-admin;topic;help;add' {
            break
        }
        'amqtt-admin;topic;help;rm' {
            break
        }
        'amqtt-admin;topic;help;list' {
            break
        }
        'amqtt-admin;topic;help;import' {
            break
        }
        'amqtt-admin;topic;help;export' {
            break
        }
        'amqtt-admin;topic;help;check' {
            break
        }
        'amqtt-admin;topic;help;help' {
            break
        }
        'amqtt-admin;completions' {
            [CompletionResult]::new('--output-dir', '--output-dir', [CompletionResultType]::ParameterName, 'Write the completions of all shells into this directory')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write results')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours; NO_COLOR switches them off too')
            [CompletionResult]::new('--dynamic', '--dynamic', [CompletionResultType]::ParameterName, 'Offer what is in the database too, such as the accounts: the shell then asks this program while one types')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Replace files in it that differ')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing on stderr but warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing on stderr but warnings and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every confirmation with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every confirmation with yes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; a missing value is an error')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'amqtt-admin;man' {
            [CompletionResult]::new('--output-dir', '--output-dir', [CompletionResultType]::ParameterName, 'Write the pages of all commands into this directory')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write results')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colours; NO_COLOR switches them off too')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Replace files in it that differ')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Say nothing on stderr but warnings and errors')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Say nothing on stderr but warnings and errors')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Say more on stderr')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer every confirmation with yes')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer every confirmation with yes')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask; a missing value is an error')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            break
        }
        'amqtt-admin;help' {
            [CompletionResult]::new('ca', 'ca', [CompletionResultType]::ParameterValue, 'The certificate authority: the root of trust for the broker and the devices')
            [CompletionResult]::new('server', 'server', [CompletionResultType]::ParameterValue, 'The broker''s credential')
            [CompletionResult]::new('device', 'device', [CompletionResultType]::ParameterValue, 'The devices'' credentials')
            [CompletionResult]::new('user', 'user', [CompletionResultType]::ParameterValue, 'Accounts: who may log in with a password')
            [CompletionResult]::new('topic', 'topic', [CompletionResultType]::ParameterValue, 'Topic rights: what each client may publish, subscribe to, and receive')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Completions for a shell')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'The manual page, or those of all verbs')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'amqtt-admin;help;ca' {
            [CompletionResult]::new('create', 'create', [CompletionResultType]::ParameterValue, 'Make the authority''s key and certificate, ca.key and ca.crt')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show the authority: its fingerprint, its expiry, and whether key and certificate belong together')
            break
        }
        'amqtt-admin;help;ca;create' {
            break
        }
        'amqtt-admin;help;ca;show' {
            break
        }
        'amqtt-admin;help;server' {
            [CompletionResult]::new('create', 'create', [CompletionResultType]::ParameterValue, 'Make the broker''s key and certificate, server.key and server.crt')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show what is in a broker''s certificate, or the configuration that uses it')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Check whether a client that trusts the CA would accept the certificate for a host')
            break
        }
        'amqtt-admin;help;server;create' {
            break
        }
        'amqtt-admin;help;server;show' {
            break
        }
        'amqtt-admin;help;server;verify' {
            break
        }
        'amqtt-admin;help;device' {
            [CompletionResult]::new('create', 'create', [CompletionResultType]::ParameterValue, 'Make a device''s key and certificate, ID.key and ID.crt')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show what is in a device''s certificate')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Check whether a broker would admit the certificate as a client, and by which rule it would not')
            break
        }
        'amqtt-admin;help;device;create' {
            break
        }
        'amqtt-admin;help;device;show' {
            break
        }
        'amqtt-admin;help;device;verify' {
            break
        }
        'amqtt-admin;help;user' {
            [CompletionResult]::new('sync', 'sync', [CompletionResultType]::ParameterValue, 'Create or upgrade the tables; safe to repeat')
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Add an account')
            [CompletionResult]::new('pwd', 'pwd', [CompletionResultType]::ParameterValue, 'Set the password of an account')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Check a password against an account')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Import accounts from CSV, NDJSON, or a password file of Mosquitto')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Export all accounts with their hashes, as CSV or in the --format that is asked for')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the accounts, sorted by name')
            [CompletionResult]::new('rm', 'rm', [CompletionResultType]::ParameterValue, 'Remove an account and its topic rights')
            break
        }
        'amqtt-admin;help;user;sync' {
            break
        }
        'amqtt-admin;help;user;add' {
            break
        }
        'amqtt-admin;help;user;pwd' {
            break
        }
        'amqtt-admin;help;user;verify' {
            break
        }
        'amqtt-admin;help;user;import' {
            break
        }
        'amqtt-admin;help;user;export' {
            break
        }
        'amqtt-admin;help;user;list' {
            break
        }
        'amqtt-admin;help;user;rm' {
            break
        }
        'amqtt-admin;help;topic' {
            [CompletionResult]::new('sync', 'sync', [CompletionResultType]::ParameterValue, 'Create or upgrade the tables; can be repeated, and never removes anything')
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Give a client a right: a topic filter for an action')
            [CompletionResult]::new('rm', 'rm', [CompletionResultType]::ParameterValue, 'Take a right from a client')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the rights, one row each')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Import rights from CSV, NDJSON, or an ACL file of Mosquitto')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Export all rights, as CSV or in the --format that is asked for')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Check whether a client may do something, and which filter decides')
            break
        }
        'amqtt-admin;help;topic;sync' {
            break
        }
        'amqtt-admin;help;topic;add' {
            break
        }
        'amqtt-admin;help;topic;rm' {
            break
        }
        'amqtt-admin;help;topic;list' {
            break
        }
        'amqtt-admin;help;topic;import' {
            break
        }
        'amqtt-admin;help;topic;export' {
            break
        }
        'amqtt-admin;help;topic;check' {
            break
        }
        'amqtt-admin;help;completions' {
            break
        }
        'amqtt-admin;help;man' {
            break
        }
        'amqtt-admin;help;help' {
            break
        }
    })

    $completions.Where{ $_.CompletionText -like "$wordToComplete*" } |
        Sort-Object -Property ListItemText
}
