
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
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use color; NO_COLOR turns it off too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only warnings and errors to stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only warnings and errors to stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print more details to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print more details to stderr')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Assume yes for all confirmations')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Assume yes for all confirmations')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; fail if a value is missing')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('ca', 'ca', [CompletionResultType]::ParameterValue, 'Manage the certificate authority, the root of trust for the broker and the devices')
            [CompletionResult]::new('server', 'server', [CompletionResultType]::ParameterValue, 'Manage the broker''s credential')
            [CompletionResult]::new('device', 'device', [CompletionResultType]::ParameterValue, 'Manage the devices'' credentials')
            [CompletionResult]::new('user', 'user', [CompletionResultType]::ParameterValue, 'Manage accounts: who may log in with a password')
            [CompletionResult]::new('topic', 'topic', [CompletionResultType]::ParameterValue, 'Manage topic rights: what each client may publish, subscribe to, and receive')
            [CompletionResult]::new('serve', 'serve', [CompletionResultType]::ParameterValue, 'Answer brokers over HTTP: who may connect, and what each client may do')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Generate shell completions')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Show or write manual pages')
            [CompletionResult]::new('version', 'version', [CompletionResultType]::ParameterValue, 'Print the version')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'amqtt-admin;ca' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use color; NO_COLOR turns it off too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only warnings and errors to stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only warnings and errors to stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print more details to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print more details to stderr')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Assume yes for all confirmations')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Assume yes for all confirmations')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; fail if a value is missing')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('create', 'create', [CompletionResultType]::ParameterValue, 'Create the key and certificate of a root CA: ca.key and ca.crt')
            [CompletionResult]::new('intermediate', 'intermediate', [CompletionResultType]::ParameterValue, 'Create an issuing CA below another one: intermediate.key and intermediate.crt')
            [CompletionResult]::new('crl', 'crl', [CompletionResultType]::ParameterValue, 'Sign the CA''s revocation list, ca.crl, replacing the previous one')
            [CompletionResult]::new('revoke', 'revoke', [CompletionResultType]::ParameterValue, 'Revoke certificates of issuing CAs for good')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Report what needs attention: the CA, its certificates, its revocation list')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show the CA: fingerprint, expiry, and whether key and certificate belong together')
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
            [CompletionResult]::new('--trust-domain', '--trust-domain', [CompletionResultType]::ParameterName, 'Default trust domain for its devices')
            [CompletionResult]::new('--path-len', '--path-len', [CompletionResultType]::ParameterName, 'Maximum number of intermediate CAs below this one [default: 0]')
            [CompletionResult]::new('--output-dir', '--output-dir', [CompletionResultType]::ParameterName, 'Directory for the files; it must exist')
            [CompletionResult]::new('--key-type', '--key-type', [CompletionResultType]::ParameterName, 'Type of the new key [default: ecdsa-p256]')
            [CompletionResult]::new('--inventory', '--inventory', [CompletionResultType]::ParameterName, 'Inventory of certificates: sqlite:PATH, postgresql://…, mysql://…, mariadb://… [default: ca.db beside the CA certificate]')
            [CompletionResult]::new('--inventory-password-file', '--inventory-password-file', [CompletionResultType]::ParameterName, 'File with the password of the inventory''s database user')
            [CompletionResult]::new('--days', '--days', [CompletionResultType]::ParameterName, 'Days until the certificate expires')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'Encrypt the key with the passphrase in this file')
            [CompletionResult]::new('--if-exists', '--if-exists', [CompletionResultType]::ParameterName, 'What to do if the target already exists')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use color; NO_COLOR turns it off too')
            [CompletionResult]::new('--no-record', '--no-record', [CompletionResultType]::ParameterName, 'Do not record the certificate in the inventory')
            [CompletionResult]::new('--force-ca', '--force-ca', [CompletionResultType]::ParameterName, 'Replace an existing CA, keeping the old files as *.old')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only warnings and errors to stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only warnings and errors to stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print more details to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print more details to stderr')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Assume yes for all confirmations')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Assume yes for all confirmations')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; fail if a value is missing')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'amqtt-admin;ca;intermediate' {
            [CompletionResult]::new('--cn', '--cn', [CompletionResultType]::ParameterName, 'Common name of the CA')
            [CompletionResult]::new('--country', '--country', [CompletionResultType]::ParameterName, 'Country of the CA (two-letter code)')
            [CompletionResult]::new('--state', '--state', [CompletionResultType]::ParameterName, 'State or province of the CA')
            [CompletionResult]::new('--locality', '--locality', [CompletionResultType]::ParameterName, 'Locality of the CA')
            [CompletionResult]::new('--org-name', '--org-name', [CompletionResultType]::ParameterName, 'Organization of the CA')
            [CompletionResult]::new('--uri', '--uri', [CompletionResultType]::ParameterName, 'Default trust domain for its devices')
            [CompletionResult]::new('--trust-domain', '--trust-domain', [CompletionResultType]::ParameterName, 'Default trust domain for its devices')
            [CompletionResult]::new('--name', '--name', [CompletionResultType]::ParameterName, 'Name of the files, without .key and .crt')
            [CompletionResult]::new('--ca-key', '--ca-key', [CompletionResultType]::ParameterName, 'Private key of the CA')
            [CompletionResult]::new('--ca-crt', '--ca-crt', [CompletionResultType]::ParameterName, 'Certificate of the CA')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'File with the passphrase of the CA key')
            [CompletionResult]::new('--output-dir', '--output-dir', [CompletionResultType]::ParameterName, 'Directory for the files; it must exist')
            [CompletionResult]::new('--key-type', '--key-type', [CompletionResultType]::ParameterName, 'Type of the new key [default: ecdsa-p256]')
            [CompletionResult]::new('--inventory', '--inventory', [CompletionResultType]::ParameterName, 'Inventory of certificates: sqlite:PATH, postgresql://…, mysql://…, mariadb://… [default: ca.db beside the CA certificate]')
            [CompletionResult]::new('--inventory-password-file', '--inventory-password-file', [CompletionResultType]::ParameterName, 'File with the password of the inventory''s database user')
            [CompletionResult]::new('--days', '--days', [CompletionResultType]::ParameterName, 'Days until the certificate expires, at most those of the CA above it')
            [CompletionResult]::new('--new-passphrase-file', '--new-passphrase-file', [CompletionResultType]::ParameterName, 'Encrypt the new key with the passphrase in this file')
            [CompletionResult]::new('--if-exists', '--if-exists', [CompletionResultType]::ParameterName, 'What to do if the target already exists')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use color; NO_COLOR turns it off too')
            [CompletionResult]::new('--no-record', '--no-record', [CompletionResultType]::ParameterName, 'Do not record the certificate in the inventory')
            [CompletionResult]::new('--force-ca', '--force-ca', [CompletionResultType]::ParameterName, 'Replace an existing CA, keeping the old files as *.old')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only warnings and errors to stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only warnings and errors to stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print more details to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print more details to stderr')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Assume yes for all confirmations')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Assume yes for all confirmations')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; fail if a value is missing')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'amqtt-admin;ca;crl' {
            [CompletionResult]::new('--to', '--to', [CompletionResultType]::ParameterName, 'File of the list [default: beside the CA certificate, ca.crl beside ca.crt]')
            [CompletionResult]::new('--days', '--days', [CompletionResultType]::ParameterName, 'Days until the list lapses, at most those of the CA')
            [CompletionResult]::new('--with', '--with', [CompletionResultType]::ParameterName, 'File with other issuers'' lists, to go into the same file; may be given several times')
            [CompletionResult]::new('--ahead', '--ahead', [CompletionResultType]::ParameterName, 'Sign a calendar of lists for this long, while the key is at hand')
            [CompletionResult]::new('--every', '--every', [CompletionResultType]::ParameterName, 'Interval between the lists of the calendar; each list is valid for two intervals')
            [CompletionResult]::new('--output-dir', '--output-dir', [CompletionResultType]::ParameterName, 'Directory of the calendar; it must exist')
            [CompletionResult]::new('--publish', '--publish', [CompletionResultType]::ParameterName, 'Publish the list of this calendar that is in force now, without the key')
            [CompletionResult]::new('--check', '--check', [CompletionResultType]::ParameterName, 'Check a list instead: whether it lapses soon, lacks a revocation, or is older than another')
            [CompletionResult]::new('--expires-within', '--expires-within', [CompletionResultType]::ParameterName, 'How soon a list may lapse (with --check)')
            [CompletionResult]::new('--ca-key', '--ca-key', [CompletionResultType]::ParameterName, 'Private key of the CA')
            [CompletionResult]::new('--ca-crt', '--ca-crt', [CompletionResultType]::ParameterName, 'Certificate of the CA')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'File with the passphrase of the CA key')
            [CompletionResult]::new('--inventory', '--inventory', [CompletionResultType]::ParameterName, 'Inventory of certificates: sqlite:PATH, postgresql://…, mysql://…, mariadb://… [default: ca.db beside the CA certificate]')
            [CompletionResult]::new('--inventory-password-file', '--inventory-password-file', [CompletionResultType]::ParameterName, 'File with the password of the inventory''s database user')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use color; NO_COLOR turns it off too')
            [CompletionResult]::new('--der', '--der', [CompletionResultType]::ParameterName, 'Write the list in DER too, to a file of the same name and .der')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Replace the list even by an older one, or by one that has lost certificates')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only warnings and errors to stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only warnings and errors to stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print more details to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print more details to stderr')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Assume yes for all confirmations')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Assume yes for all confirmations')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; fail if a value is missing')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'amqtt-admin;ca;revoke' {
            [CompletionResult]::new('--serial', '--serial', [CompletionResultType]::ParameterName, 'Serial number of a certificate of this CA, in hex; may be given several times')
            [CompletionResult]::new('--cert', '--cert', [CompletionResultType]::ParameterName, 'Certificate of this CA, in the inventory or not; may be given several times')
            [CompletionResult]::new('--from', '--from', [CompletionResultType]::ParameterName, 'File with one name per line, or - for stdin')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Reason for the revocation')
            [CompletionResult]::new('--if-missing', '--if-missing', [CompletionResultType]::ParameterName, 'What to do if the target does not exist')
            [CompletionResult]::new('--ca-key', '--ca-key', [CompletionResultType]::ParameterName, 'Private key of the CA')
            [CompletionResult]::new('--ca-crt', '--ca-crt', [CompletionResultType]::ParameterName, 'Certificate of the CA')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'File with the passphrase of the CA key')
            [CompletionResult]::new('--inventory', '--inventory', [CompletionResultType]::ParameterName, 'Inventory of certificates: sqlite:PATH, postgresql://…, mysql://…, mariadb://… [default: ca.db beside the CA certificate]')
            [CompletionResult]::new('--inventory-password-file', '--inventory-password-file', [CompletionResultType]::ParameterName, 'File with the password of the inventory''s database user')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use color; NO_COLOR turns it off too')
            [CompletionResult]::new('--crl', '--crl', [CompletionResultType]::ParameterName, 'Sign the revocation list at once')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only warnings and errors to stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only warnings and errors to stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print more details to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print more details to stderr')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Assume yes for all confirmations')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Assume yes for all confirmations')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; fail if a value is missing')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'amqtt-admin;ca;status' {
            [CompletionResult]::new('--expires-within', '--expires-within', [CompletionResultType]::ParameterName, 'How soon a certificate may expire')
            [CompletionResult]::new('--crl-within', '--crl-within', [CompletionResultType]::ParameterName, 'How soon a revocation list may lapse')
            [CompletionResult]::new('--crl', '--crl', [CompletionResultType]::ParameterName, 'Revocation list that brokers read [default: beside the CA certificate, ca.crl beside ca.crt]')
            [CompletionResult]::new('--ca-crt', '--ca-crt', [CompletionResultType]::ParameterName, 'Certificate of the CA')
            [CompletionResult]::new('--inventory', '--inventory', [CompletionResultType]::ParameterName, 'Inventory of certificates: sqlite:PATH, postgresql://…, mysql://…, mariadb://… [default: ca.db beside the CA certificate]')
            [CompletionResult]::new('--inventory-password-file', '--inventory-password-file', [CompletionResultType]::ParameterName, 'File with the password of the inventory''s database user')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use color; NO_COLOR turns it off too')
            [CompletionResult]::new('--prometheus', '--prometheus', [CompletionResultType]::ParameterName, 'Print metrics in the text format of Prometheus, whatever --format says')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only warnings and errors to stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only warnings and errors to stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print more details to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print more details to stderr')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Assume yes for all confirmations')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Assume yes for all confirmations')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; fail if a value is missing')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'amqtt-admin;ca;show' {
            [CompletionResult]::new('--ca-key', '--ca-key', [CompletionResultType]::ParameterName, 'Private key of the CA')
            [CompletionResult]::new('--ca-crt', '--ca-crt', [CompletionResultType]::ParameterName, 'Certificate of the CA')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'File with the passphrase of the CA key')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use color; NO_COLOR turns it off too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only warnings and errors to stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only warnings and errors to stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print more details to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print more details to stderr')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Assume yes for all confirmations')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Assume yes for all confirmations')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; fail if a value is missing')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'amqtt-admin;ca;help' {
            [CompletionResult]::new('create', 'create', [CompletionResultType]::ParameterValue, 'Create the key and certificate of a root CA: ca.key and ca.crt')
            [CompletionResult]::new('intermediate', 'intermediate', [CompletionResultType]::ParameterValue, 'Create an issuing CA below another one: intermediate.key and intermediate.crt')
            [CompletionResult]::new('crl', 'crl', [CompletionResultType]::ParameterValue, 'Sign the CA''s revocation list, ca.crl, replacing the previous one')
            [CompletionResult]::new('revoke', 'revoke', [CompletionResultType]::ParameterValue, 'Revoke certificates of issuing CAs for good')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Report what needs attention: the CA, its certificates, its revocation list')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show the CA: fingerprint, expiry, and whether key and certificate belong together')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'amqtt-admin;ca;help;create' {
            break
        }
        'amqtt-admin;ca;help;intermediate' {
            break
        }
        'amqtt-admin;ca;help;crl' {
            break
        }
        'amqtt-admin;ca;help;revoke' {
            break
        }
        'amqtt-admin;ca;help;status' {
            break
        }
        'amqtt-admin;ca;help;show' {
            break
        }
        'amqtt-admin;ca;help;help' {
            break
        }
        'amqtt-admin;server' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use color; NO_COLOR turns it off too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only warnings and errors to stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only warnings and errors to stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print more details to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print more details to stderr')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Assume yes for all confirmations')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Assume yes for all confirmations')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; fail if a value is missing')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('create', 'create', [CompletionResultType]::ParameterValue, 'Create the key and certificate of the broker, server.key and server.crt')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show a broker''s certificate, or a broker configuration that uses it')
            [CompletionResult]::new('sign', 'sign', [CompletionResultType]::ParameterValue, 'Sign a broker''s certificate request, into server.crt')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the brokers'' certificates in the inventory')
            [CompletionResult]::new('renew', 'renew', [CompletionResultType]::ParameterValue, 'Renew the certificate of a broker that is about to expire')
            [CompletionResult]::new('revoke', 'revoke', [CompletionResultType]::ParameterValue, 'Revoke certificates of brokers for good')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Check whether a client that trusts the CA would accept the certificate for a host')
            [CompletionResult]::new('doctor', 'doctor', [CompletionResultType]::ParameterValue, 'Find what is wrong with a broker''s configuration')
            [CompletionResult]::new('probe', 'probe', [CompletionResultType]::ParameterValue, 'Prove what a live broker admits and refuses')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'amqtt-admin;server;create' {
            [CompletionResult]::new('--cn', '--cn', [CompletionResultType]::ParameterName, 'Host name or IP address of the broker (any text if --dns or --ip is given)')
            [CompletionResult]::new('--country', '--country', [CompletionResultType]::ParameterName, 'Country of the broker (two-letter code) [default: the CA''s]')
            [CompletionResult]::new('--org-name', '--org-name', [CompletionResultType]::ParameterName, 'Organization of the broker [default: the CA''s]')
            [CompletionResult]::new('--dns', '--dns', [CompletionResultType]::ParameterName, 'Further host names that clients use, which may begin with ''*.''')
            [CompletionResult]::new('--ip', '--ip', [CompletionResultType]::ParameterName, 'Further addresses that clients use')
            [CompletionResult]::new('--ca-key', '--ca-key', [CompletionResultType]::ParameterName, 'Private key of the CA')
            [CompletionResult]::new('--ca-crt', '--ca-crt', [CompletionResultType]::ParameterName, 'Certificate of the CA')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'File with the passphrase of the CA key')
            [CompletionResult]::new('--output-dir', '--output-dir', [CompletionResultType]::ParameterName, 'Directory for the files; it must exist')
            [CompletionResult]::new('--key-type', '--key-type', [CompletionResultType]::ParameterName, 'Type of the new key [default: ecdsa-p256]')
            [CompletionResult]::new('--inventory', '--inventory', [CompletionResultType]::ParameterName, 'Inventory of certificates: sqlite:PATH, postgresql://…, mysql://…, mariadb://… [default: ca.db beside the CA certificate]')
            [CompletionResult]::new('--inventory-password-file', '--inventory-password-file', [CompletionResultType]::ParameterName, 'File with the password of the inventory''s database user')
            [CompletionResult]::new('--days', '--days', [CompletionResultType]::ParameterName, 'Days until the certificate expires, at most those of the CA')
            [CompletionResult]::new('--key', '--key', [CompletionResultType]::ParameterName, 'Certify this existing private key instead of generating one')
            [CompletionResult]::new('--if-exists', '--if-exists', [CompletionResultType]::ParameterName, 'What to do if the target already exists')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use color; NO_COLOR turns it off too')
            [CompletionResult]::new('--no-loopback', '--no-loopback', [CompletionResultType]::ParameterName, 'Leave out 127.0.0.1')
            [CompletionResult]::new('--no-record', '--no-record', [CompletionResultType]::ParameterName, 'Do not record the certificate in the inventory')
            [CompletionResult]::new('--allow-shared-key', '--allow-shared-key', [CompletionResultType]::ParameterName, 'Certify a key that is recorded under another name too (never that of the CA)')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Replace existing files, keeping the old ones as *.old')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only warnings and errors to stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only warnings and errors to stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print more details to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print more details to stderr')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Assume yes for all confirmations')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Assume yes for all confirmations')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; fail if a value is missing')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'amqtt-admin;server;show' {
            [CompletionResult]::new('--config', '--config', [CompletionResultType]::ParameterName, 'Print the configuration of this broker instead')
            [CompletionResult]::new('--url', '--url', [CompletionResultType]::ParameterName, 'Address of `amqtt-admin serve`, for a broker that asks it [default: http://127.0.0.1:9180]')
            [CompletionResult]::new('--ca-crt', '--ca-crt', [CompletionResultType]::ParameterName, 'Certificate of the CA')
            [CompletionResult]::new('--key', '--key', [CompletionResultType]::ParameterName, 'Private key to check against the certificate; with --config, the one in the configuration [default there: the certificate''s name with .key]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use color; NO_COLOR turns it off too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only warnings and errors to stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only warnings and errors to stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print more details to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print more details to stderr')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Assume yes for all confirmations')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Assume yes for all confirmations')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; fail if a value is missing')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'amqtt-admin;server;sign' {
            [CompletionResult]::new('--cn', '--cn', [CompletionResultType]::ParameterName, 'Host name or IP address of the broker (any text if --dns or --ip is given)')
            [CompletionResult]::new('--country', '--country', [CompletionResultType]::ParameterName, 'Country of the broker (two-letter code) [default: the CA''s]')
            [CompletionResult]::new('--org-name', '--org-name', [CompletionResultType]::ParameterName, 'Organization of the broker [default: the CA''s]')
            [CompletionResult]::new('--dns', '--dns', [CompletionResultType]::ParameterName, 'Further host names that clients use, which may begin with ''*.''')
            [CompletionResult]::new('--ip', '--ip', [CompletionResultType]::ParameterName, 'Further addresses that clients use')
            [CompletionResult]::new('--csr', '--csr', [CompletionResultType]::ParameterName, 'Certificate request in PEM or DER; - for stdin')
            [CompletionResult]::new('--if-exists', '--if-exists', [CompletionResultType]::ParameterName, 'What to do if the target already exists')
            [CompletionResult]::new('--ca-key', '--ca-key', [CompletionResultType]::ParameterName, 'Private key of the CA')
            [CompletionResult]::new('--ca-crt', '--ca-crt', [CompletionResultType]::ParameterName, 'Certificate of the CA')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'File with the passphrase of the CA key')
            [CompletionResult]::new('--output-dir', '--output-dir', [CompletionResultType]::ParameterName, 'Directory for the files; it must exist')
            [CompletionResult]::new('--inventory', '--inventory', [CompletionResultType]::ParameterName, 'Inventory of certificates: sqlite:PATH, postgresql://…, mysql://…, mariadb://… [default: ca.db beside the CA certificate]')
            [CompletionResult]::new('--inventory-password-file', '--inventory-password-file', [CompletionResultType]::ParameterName, 'File with the password of the inventory''s database user')
            [CompletionResult]::new('--days', '--days', [CompletionResultType]::ParameterName, 'Days until the certificate expires, at most those of the CA')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use color; NO_COLOR turns it off too')
            [CompletionResult]::new('--no-loopback', '--no-loopback', [CompletionResultType]::ParameterName, 'Leave out 127.0.0.1')
            [CompletionResult]::new('--stdout', '--stdout', [CompletionResultType]::ParameterName, 'Write the certificate to stdout instead of a file')
            [CompletionResult]::new('--allow-shared-key', '--allow-shared-key', [CompletionResultType]::ParameterName, 'Certify a key that is recorded under another name too (never that of the CA)')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Replace an existing certificate, keeping the old one as *.old')
            [CompletionResult]::new('--no-record', '--no-record', [CompletionResultType]::ParameterName, 'Do not record the certificate in the inventory')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only warnings and errors to stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only warnings and errors to stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print more details to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print more details to stderr')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Assume yes for all confirmations')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Assume yes for all confirmations')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; fail if a value is missing')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'amqtt-admin;server;list' {
            [CompletionResult]::new('--state', '--state', [CompletionResultType]::ParameterName, 'Only certificates in this state; may be given several times')
            [CompletionResult]::new('--expires-within', '--expires-within', [CompletionResultType]::ParameterName, 'Only certificates that expire within this time')
            [CompletionResult]::new('--ca-crt', '--ca-crt', [CompletionResultType]::ParameterName, 'Certificate of the CA')
            [CompletionResult]::new('--inventory', '--inventory', [CompletionResultType]::ParameterName, 'Inventory of certificates: sqlite:PATH, postgresql://…, mysql://…, mariadb://… [default: ca.db beside the CA certificate]')
            [CompletionResult]::new('--inventory-password-file', '--inventory-password-file', [CompletionResultType]::ParameterName, 'File with the password of the inventory''s database user')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use color; NO_COLOR turns it off too')
            [CompletionResult]::new('--expired', '--expired', [CompletionResultType]::ParameterName, 'Only certificates that have expired')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only warnings and errors to stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only warnings and errors to stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print more details to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print more details to stderr')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Assume yes for all confirmations')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Assume yes for all confirmations')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; fail if a value is missing')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'amqtt-admin;server;renew' {
            [CompletionResult]::new('--expires-within', '--expires-within', [CompletionResultType]::ParameterName, 'Renew certificates with less than this left, such as 30d [default: a third of the lifetime; any, for those named]')
            [CompletionResult]::new('--spread', '--spread', [CompletionResultType]::ParameterName, 'Postpone what can wait by up to this long, by a hash of the name, such as 7d')
            [CompletionResult]::new('--key-type', '--key-type', [CompletionResultType]::ParameterName, 'Type of the new key [default: that of the old key]')
            [CompletionResult]::new('--ca-key', '--ca-key', [CompletionResultType]::ParameterName, 'Private key of the CA')
            [CompletionResult]::new('--ca-crt', '--ca-crt', [CompletionResultType]::ParameterName, 'Certificate of the CA')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'File with the passphrase of the CA key')
            [CompletionResult]::new('--output-dir', '--output-dir', [CompletionResultType]::ParameterName, 'Directory for the files; it must exist')
            [CompletionResult]::new('--inventory', '--inventory', [CompletionResultType]::ParameterName, 'Inventory of certificates: sqlite:PATH, postgresql://…, mysql://…, mariadb://… [default: ca.db beside the CA certificate]')
            [CompletionResult]::new('--inventory-password-file', '--inventory-password-file', [CompletionResultType]::ParameterName, 'File with the password of the inventory''s database user')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use color; NO_COLOR turns it off too')
            [CompletionResult]::new('--reuse-key', '--reuse-key', [CompletionResultType]::ParameterName, 'Keep the private key, even one that is not here (as after a certificate request)')
            [CompletionResult]::new('--revoke-old', '--revoke-old', [CompletionResultType]::ParameterName, 'Revoke the old certificates at once, with the reason superseded')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show what would be renewed, without changing anything')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only warnings and errors to stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only warnings and errors to stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print more details to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print more details to stderr')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Assume yes for all confirmations')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Assume yes for all confirmations')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; fail if a value is missing')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'amqtt-admin;server;revoke' {
            [CompletionResult]::new('--serial', '--serial', [CompletionResultType]::ParameterName, 'Serial number of a certificate of this CA, in hex; may be given several times')
            [CompletionResult]::new('--cert', '--cert', [CompletionResultType]::ParameterName, 'Certificate of this CA, in the inventory or not; may be given several times')
            [CompletionResult]::new('--from', '--from', [CompletionResultType]::ParameterName, 'File with one name per line, or - for stdin')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Reason for the revocation')
            [CompletionResult]::new('--if-missing', '--if-missing', [CompletionResultType]::ParameterName, 'What to do if the target does not exist')
            [CompletionResult]::new('--ca-key', '--ca-key', [CompletionResultType]::ParameterName, 'Private key of the CA')
            [CompletionResult]::new('--ca-crt', '--ca-crt', [CompletionResultType]::ParameterName, 'Certificate of the CA')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'File with the passphrase of the CA key')
            [CompletionResult]::new('--inventory', '--inventory', [CompletionResultType]::ParameterName, 'Inventory of certificates: sqlite:PATH, postgresql://…, mysql://…, mariadb://… [default: ca.db beside the CA certificate]')
            [CompletionResult]::new('--inventory-password-file', '--inventory-password-file', [CompletionResultType]::ParameterName, 'File with the password of the inventory''s database user')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use color; NO_COLOR turns it off too')
            [CompletionResult]::new('--superseded', '--superseded', [CompletionResultType]::ParameterName, 'Revoke every certificate that another one has replaced')
            [CompletionResult]::new('--crl', '--crl', [CompletionResultType]::ParameterName, 'Sign the revocation list at once')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only warnings and errors to stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only warnings and errors to stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print more details to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print more details to stderr')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Assume yes for all confirmations')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Assume yes for all confirmations')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; fail if a value is missing')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'amqtt-admin;server;verify' {
            [CompletionResult]::new('--ca-crt', '--ca-crt', [CompletionResultType]::ParameterName, 'Certificate of the CA')
            [CompletionResult]::new('--hostname', '--hostname', [CompletionResultType]::ParameterName, 'Host name or IP address that clients connect to')
            [CompletionResult]::new('--key', '--key', [CompletionResultType]::ParameterName, 'Private key that must belong to the certificate')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use color; NO_COLOR turns it off too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only warnings and errors to stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only warnings and errors to stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print more details to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print more details to stderr')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Assume yes for all confirmations')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Assume yes for all confirmations')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; fail if a value is missing')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'amqtt-admin;server;doctor' {
            [CompletionResult]::new('--kind', '--kind', [CompletionResultType]::ParameterName, 'Broker that the configuration is for [default: guessed from the name of the file or its contents]')
            [CompletionResult]::new('--hostname', '--hostname', [CompletionResultType]::ParameterName, 'Host name or IP address that clients connect to; may be given several times')
            [CompletionResult]::new('--user', '--user', [CompletionResultType]::ParameterName, 'User that the broker runs as [default for Mosquitto: from its configuration, or else mosquitto]')
            [CompletionResult]::new('--expires-within', '--expires-within', [CompletionResultType]::ParameterName, 'How soon a certificate may expire')
            [CompletionResult]::new('--crl-within', '--crl-within', [CompletionResultType]::ParameterName, 'How soon a revocation list may lapse')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use color; NO_COLOR turns it off too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only warnings and errors to stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only warnings and errors to stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print more details to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print more details to stderr')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Assume yes for all confirmations')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Assume yes for all confirmations')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; fail if a value is missing')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'amqtt-admin;server;probe' {
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Device that must be admitted, and only under its own client id')
            [CompletionResult]::new('--cert', '--cert', [CompletionResultType]::ParameterName, 'Certificate of that device, with its chain after it [default: ID.crt]')
            [CompletionResult]::new('--key', '--key', [CompletionResultType]::ParameterName, 'Private key of that device [default: the certificate''s name with .key]')
            [CompletionResult]::new('--from', '--from', [CompletionResultType]::ParameterName, 'Another device, to publish a message that the first one may not receive (with --database-url)')
            [CompletionResult]::new('--from-cert', '--from-cert', [CompletionResultType]::ParameterName, 'Certificate of that other device, with its chain after it [default: ID.crt]')
            [CompletionResult]::new('--from-key', '--from-key', [CompletionResultType]::ParameterName, 'Private key of that other device [default: the certificate''s name with .key]')
            [CompletionResult]::new('--canary', '--canary', [CompletionResultType]::ParameterName, 'Directory with an expired and a revoked credential, which must be refused; missing ones are created with the CA key')
            [CompletionResult]::new('--database-url', '--database-url', [CompletionResultType]::ParameterName, 'Database with the rights of that device, which the broker must keep')
            [CompletionResult]::new('--db-password-file', '--db-password-file', [CompletionResultType]::ParameterName, 'File with the password of the database user')
            [CompletionResult]::new('--uri', '--uri', [CompletionResultType]::ParameterName, 'Trust domain of the devices [default: the CA''s]')
            [CompletionResult]::new('--trust-domain', '--trust-domain', [CompletionResultType]::ParameterName, 'Trust domain of the devices [default: the CA''s]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Time limit for each connection attempt')
            [CompletionResult]::new('--ca-key', '--ca-key', [CompletionResultType]::ParameterName, 'Private key of the CA')
            [CompletionResult]::new('--ca-crt', '--ca-crt', [CompletionResultType]::ParameterName, 'Certificate of the CA')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'File with the passphrase of the CA key')
            [CompletionResult]::new('--inventory', '--inventory', [CompletionResultType]::ParameterName, 'Inventory of certificates: sqlite:PATH, postgresql://…, mysql://…, mariadb://… [default: ca.db beside the CA certificate]')
            [CompletionResult]::new('--inventory-password-file', '--inventory-password-file', [CompletionResultType]::ParameterName, 'File with the password of the inventory''s database user')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use color; NO_COLOR turns it off too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only warnings and errors to stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only warnings and errors to stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print more details to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print more details to stderr')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Assume yes for all confirmations')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Assume yes for all confirmations')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; fail if a value is missing')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'amqtt-admin;server;help' {
            [CompletionResult]::new('create', 'create', [CompletionResultType]::ParameterValue, 'Create the key and certificate of the broker, server.key and server.crt')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show a broker''s certificate, or a broker configuration that uses it')
            [CompletionResult]::new('sign', 'sign', [CompletionResultType]::ParameterValue, 'Sign a broker''s certificate request, into server.crt')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the brokers'' certificates in the inventory')
            [CompletionResult]::new('renew', 'renew', [CompletionResultType]::ParameterValue, 'Renew the certificate of a broker that is about to expire')
            [CompletionResult]::new('revoke', 'revoke', [CompletionResultType]::ParameterValue, 'Revoke certificates of brokers for good')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Check whether a client that trusts the CA would accept the certificate for a host')
            [CompletionResult]::new('doctor', 'doctor', [CompletionResultType]::ParameterValue, 'Find what is wrong with a broker''s configuration')
            [CompletionResult]::new('probe', 'probe', [CompletionResultType]::ParameterValue, 'Prove what a live broker admits and refuses')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'amqtt-admin;server;help;create' {
            break
        }
        'amqtt-admin;server;help;show' {
            break
        }
        'amqtt-admin;server;help;sign' {
            break
        }
        'amqtt-admin;server;help;list' {
            break
        }
        'amqtt-admin;server;help;renew' {
            break
        }
        'amqtt-admin;server;help;revoke' {
            break
        }
        'amqtt-admin;server;help;verify' {
            break
        }
        'amqtt-admin;server;help;doctor' {
            break
        }
        'amqtt-admin;server;help;probe' {
            break
        }
        'amqtt-admin;server;help;help' {
            break
        }
        'amqtt-admin;device' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use color; NO_COLOR turns it off too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only warnings and errors to stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only warnings and errors to stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print more details to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print more details to stderr')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Assume yes for all confirmations')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Assume yes for all confirmations')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; fail if a value is missing')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('create', 'create', [CompletionResultType]::ParameterValue, 'Create the key and certificate of a device, ID.key and ID.crt')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Create the keys and certificates of many devices, from a file or by number')
            [CompletionResult]::new('reconcile', 'reconcile', [CompletionResultType]::ParameterValue, 'Add certificates that the inventory lacks, and report those that are missing from the directory')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Export the credential of a device in a form that devices take')
            [CompletionResult]::new('sign', 'sign', [CompletionResultType]::ParameterValue, 'Sign a device''s certificate request, into ID.crt')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show a device''s certificate, or all that the inventory knows of a device')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the devices'' certificates in the inventory')
            [CompletionResult]::new('forecast', 'forecast', [CompletionResultType]::ParameterValue, 'Report how many device certificates expire, week by week')
            [CompletionResult]::new('renew', 'renew', [CompletionResultType]::ParameterValue, 'Renew certificates of devices that are about to expire')
            [CompletionResult]::new('revoke', 'revoke', [CompletionResultType]::ParameterValue, 'Revoke certificates of devices for good')
            [CompletionResult]::new('suspend', 'suspend', [CompletionResultType]::ParameterValue, 'Put certificates of devices on hold')
            [CompletionResult]::new('resume', 'resume', [CompletionResultType]::ParameterValue, 'Take certificates of devices off hold')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Check whether a broker would admit a certificate as a client, and which rule refuses it if not')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'amqtt-admin;device;create' {
            [CompletionResult]::new('--device-id', '--device-id', [CompletionResultType]::ParameterName, 'Device id, which is also the MQTT client id and names the files')
            [CompletionResult]::new('--uri', '--uri', [CompletionResultType]::ParameterName, 'Trust domain of the device [default: the one in the CA certificate]')
            [CompletionResult]::new('--trust-domain', '--trust-domain', [CompletionResultType]::ParameterName, 'Trust domain of the device [default: the one in the CA certificate]')
            [CompletionResult]::new('--country', '--country', [CompletionResultType]::ParameterName, 'Country of the device (two-letter code) [default: the CA''s]')
            [CompletionResult]::new('--org-name', '--org-name', [CompletionResultType]::ParameterName, 'Organization of the device [default: the CA''s]')
            [CompletionResult]::new('--ca-key', '--ca-key', [CompletionResultType]::ParameterName, 'Private key of the CA')
            [CompletionResult]::new('--ca-crt', '--ca-crt', [CompletionResultType]::ParameterName, 'Certificate of the CA')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'File with the passphrase of the CA key')
            [CompletionResult]::new('--output-dir', '--output-dir', [CompletionResultType]::ParameterName, 'Directory for the files; it must exist')
            [CompletionResult]::new('--key-type', '--key-type', [CompletionResultType]::ParameterName, 'Type of the new key [default: ecdsa-p256]')
            [CompletionResult]::new('--inventory', '--inventory', [CompletionResultType]::ParameterName, 'Inventory of certificates: sqlite:PATH, postgresql://…, mysql://…, mariadb://… [default: ca.db beside the CA certificate]')
            [CompletionResult]::new('--inventory-password-file', '--inventory-password-file', [CompletionResultType]::ParameterName, 'File with the password of the inventory''s database user')
            [CompletionResult]::new('--days', '--days', [CompletionResultType]::ParameterName, 'Days until the certificate expires, at most those of the CA')
            [CompletionResult]::new('--key', '--key', [CompletionResultType]::ParameterName, 'Certify this existing private key instead of generating one')
            [CompletionResult]::new('--if-exists', '--if-exists', [CompletionResultType]::ParameterName, 'What to do if the target already exists')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use color; NO_COLOR turns it off too')
            [CompletionResult]::new('--svid', '--svid', [CompletionResultType]::ParameterName, 'Issue a strictly conforming X509-SVID (clientAuth and serverAuth)')
            [CompletionResult]::new('--no-record', '--no-record', [CompletionResultType]::ParameterName, 'Do not record the certificate in the inventory')
            [CompletionResult]::new('--allow-shared-key', '--allow-shared-key', [CompletionResultType]::ParameterName, 'Certify a key that is recorded under another name too (never that of the CA)')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Replace existing files, keeping the old ones as *.old')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only warnings and errors to stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only warnings and errors to stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print more details to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print more details to stderr')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Assume yes for all confirmations')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Assume yes for all confirmations')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; fail if a value is missing')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'amqtt-admin;device;import' {
            [CompletionResult]::new('--from', '--from', [CompletionResultType]::ParameterName, 'Form of the file [default: guessed from its name or its first character]')
            [CompletionResult]::new('--count', '--count', [CompletionResultType]::ParameterName, 'Number of devices, instead of a file')
            [CompletionResult]::new('--pattern', '--pattern', [CompletionResultType]::ParameterName, 'Device ids with a place for a number, such as sensor-{:06} (with --count)')
            [CompletionResult]::new('--start', '--start', [CompletionResultType]::ParameterName, 'First number (with --count)')
            [CompletionResult]::new('--uri', '--uri', [CompletionResultType]::ParameterName, 'Trust domain of the devices [default: the one in the CA certificate]')
            [CompletionResult]::new('--trust-domain', '--trust-domain', [CompletionResultType]::ParameterName, 'Trust domain of the devices [default: the one in the CA certificate]')
            [CompletionResult]::new('--country', '--country', [CompletionResultType]::ParameterName, 'Country of the devices (two-letter code) [default: the CA''s]')
            [CompletionResult]::new('--org-name', '--org-name', [CompletionResultType]::ParameterName, 'Organization of the devices [default: the CA''s]')
            [CompletionResult]::new('--ca-key', '--ca-key', [CompletionResultType]::ParameterName, 'Private key of the CA')
            [CompletionResult]::new('--ca-crt', '--ca-crt', [CompletionResultType]::ParameterName, 'Certificate of the CA')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'File with the passphrase of the CA key')
            [CompletionResult]::new('--output-dir', '--output-dir', [CompletionResultType]::ParameterName, 'Directory for the files; it must exist')
            [CompletionResult]::new('--layout', '--layout', [CompletionResultType]::ParameterName, 'Arrangement of the files in the directory')
            [CompletionResult]::new('--stream', '--stream', [CompletionResultType]::ParameterName, 'Write keys and certificates to stdout instead of files')
            [CompletionResult]::new('--have', '--have', [CompletionResultType]::ParameterName, 'What arrived from an earlier stream; only the rest is issued (with --stream)')
            [CompletionResult]::new('--jitter', '--jitter', [CompletionResultType]::ParameterName, 'End each certificate up to this much sooner, by a hash of the device id, such as 30d')
            [CompletionResult]::new('--key-type', '--key-type', [CompletionResultType]::ParameterName, 'Type of the new key [default: ecdsa-p256]')
            [CompletionResult]::new('--inventory', '--inventory', [CompletionResultType]::ParameterName, 'Inventory of certificates: sqlite:PATH, postgresql://…, mysql://…, mariadb://… [default: ca.db beside the CA certificate]')
            [CompletionResult]::new('--inventory-password-file', '--inventory-password-file', [CompletionResultType]::ParameterName, 'File with the password of the inventory''s database user')
            [CompletionResult]::new('--days', '--days', [CompletionResultType]::ParameterName, 'Days until the certificates expire, at most those of the CA')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use color; NO_COLOR turns it off too')
            [CompletionResult]::new('--svid', '--svid', [CompletionResultType]::ParameterName, 'Issue strictly conforming X509-SVIDs (clientAuth and serverAuth)')
            [CompletionResult]::new('--allow-shared-key', '--allow-shared-key', [CompletionResultType]::ParameterName, 'Certify a key that is recorded under another name too (never that of the CA)')
            [CompletionResult]::new('--no-record', '--no-record', [CompletionResultType]::ParameterName, 'Do not record the certificate in the inventory')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Check everything and report the number of devices and the space they take, without issuing any')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only warnings and errors to stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only warnings and errors to stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print more details to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print more details to stderr')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Assume yes for all confirmations')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Assume yes for all confirmations')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; fail if a value is missing')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'amqtt-admin;device;reconcile' {
            [CompletionResult]::new('--ca-key', '--ca-key', [CompletionResultType]::ParameterName, 'Private key of the CA')
            [CompletionResult]::new('--ca-crt', '--ca-crt', [CompletionResultType]::ParameterName, 'Certificate of the CA')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'File with the passphrase of the CA key')
            [CompletionResult]::new('--inventory', '--inventory', [CompletionResultType]::ParameterName, 'Inventory of certificates: sqlite:PATH, postgresql://…, mysql://…, mariadb://… [default: ca.db beside the CA certificate]')
            [CompletionResult]::new('--inventory-password-file', '--inventory-password-file', [CompletionResultType]::ParameterName, 'File with the password of the inventory''s database user')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use color; NO_COLOR turns it off too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only warnings and errors to stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only warnings and errors to stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print more details to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print more details to stderr')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Assume yes for all confirmations')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Assume yes for all confirmations')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; fail if a value is missing')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'amqtt-admin;device;export' {
            [CompletionResult]::new('--to', '--to', [CompletionResultType]::ParameterName, 'Form to export to')
            [CompletionResult]::new('--dir', '--dir', [CompletionResultType]::ParameterName, 'Directory with the files of the device')
            [CompletionResult]::new('--ca-crt', '--ca-crt', [CompletionResultType]::ParameterName, 'Certificate of the CA')
            [CompletionResult]::new('--output-dir', '--output-dir', [CompletionResultType]::ParameterName, 'Directory for the files; it must exist')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'File with the passphrase of the PKCS#12 file (one trailing newline is dropped)')
            [CompletionResult]::new('--if-exists', '--if-exists', [CompletionResultType]::ParameterName, 'What to do if the target already exists')
            [CompletionResult]::new('--inventory', '--inventory', [CompletionResultType]::ParameterName, 'Inventory of certificates: sqlite:PATH, postgresql://…, mysql://…, mariadb://… [default: ca.db beside the CA certificate]')
            [CompletionResult]::new('--inventory-password-file', '--inventory-password-file', [CompletionResultType]::ParameterName, 'File with the password of the inventory''s database user')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use color; NO_COLOR turns it off too')
            [CompletionResult]::new('--random-passphrase', '--random-passphrase', [CompletionResultType]::ParameterName, 'Draw a passphrase of 100 random bits for the PKCS#12 file, shown once in the report')
            [CompletionResult]::new('--legacy', '--legacy', [CompletionResultType]::ParameterName, 'Protect the PKCS#12 file with 3DES and SHA-1, for old phones')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Replace files of an earlier export')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only warnings and errors to stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only warnings and errors to stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print more details to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print more details to stderr')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Assume yes for all confirmations')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Assume yes for all confirmations')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; fail if a value is missing')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'amqtt-admin;device;sign' {
            [CompletionResult]::new('--device-id', '--device-id', [CompletionResultType]::ParameterName, 'Device id, which is also the MQTT client id and names the files')
            [CompletionResult]::new('--uri', '--uri', [CompletionResultType]::ParameterName, 'Trust domain of the device [default: the one in the CA certificate]')
            [CompletionResult]::new('--trust-domain', '--trust-domain', [CompletionResultType]::ParameterName, 'Trust domain of the device [default: the one in the CA certificate]')
            [CompletionResult]::new('--country', '--country', [CompletionResultType]::ParameterName, 'Country of the device (two-letter code) [default: the CA''s]')
            [CompletionResult]::new('--org-name', '--org-name', [CompletionResultType]::ParameterName, 'Organization of the device [default: the CA''s]')
            [CompletionResult]::new('--csr', '--csr', [CompletionResultType]::ParameterName, 'Certificate request in PEM or DER; - for stdin')
            [CompletionResult]::new('--if-exists', '--if-exists', [CompletionResultType]::ParameterName, 'What to do if the target already exists')
            [CompletionResult]::new('--ca-key', '--ca-key', [CompletionResultType]::ParameterName, 'Private key of the CA')
            [CompletionResult]::new('--ca-crt', '--ca-crt', [CompletionResultType]::ParameterName, 'Certificate of the CA')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'File with the passphrase of the CA key')
            [CompletionResult]::new('--output-dir', '--output-dir', [CompletionResultType]::ParameterName, 'Directory for the files; it must exist')
            [CompletionResult]::new('--inventory', '--inventory', [CompletionResultType]::ParameterName, 'Inventory of certificates: sqlite:PATH, postgresql://…, mysql://…, mariadb://… [default: ca.db beside the CA certificate]')
            [CompletionResult]::new('--inventory-password-file', '--inventory-password-file', [CompletionResultType]::ParameterName, 'File with the password of the inventory''s database user')
            [CompletionResult]::new('--days', '--days', [CompletionResultType]::ParameterName, 'Days until the certificate expires, at most those of the CA')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use color; NO_COLOR turns it off too')
            [CompletionResult]::new('--svid', '--svid', [CompletionResultType]::ParameterName, 'Issue a strictly conforming X509-SVID (clientAuth and serverAuth)')
            [CompletionResult]::new('--stdout', '--stdout', [CompletionResultType]::ParameterName, 'Write the certificate to stdout instead of a file')
            [CompletionResult]::new('--allow-shared-key', '--allow-shared-key', [CompletionResultType]::ParameterName, 'Certify a key that is recorded under another name too (never that of the CA)')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Replace an existing certificate, keeping the old one as *.old')
            [CompletionResult]::new('--no-record', '--no-record', [CompletionResultType]::ParameterName, 'Do not record the certificate in the inventory')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only warnings and errors to stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only warnings and errors to stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print more details to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print more details to stderr')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Assume yes for all confirmations')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Assume yes for all confirmations')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; fail if a value is missing')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'amqtt-admin;device;show' {
            [CompletionResult]::new('--ca-crt', '--ca-crt', [CompletionResultType]::ParameterName, 'Certificate of the CA')
            [CompletionResult]::new('--inventory', '--inventory', [CompletionResultType]::ParameterName, 'Inventory of certificates: sqlite:PATH, postgresql://…, mysql://…, mariadb://… [default: ca.db beside the CA certificate]')
            [CompletionResult]::new('--inventory-password-file', '--inventory-password-file', [CompletionResultType]::ParameterName, 'File with the password of the inventory''s database user')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use color; NO_COLOR turns it off too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only warnings and errors to stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only warnings and errors to stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print more details to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print more details to stderr')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Assume yes for all confirmations')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Assume yes for all confirmations')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; fail if a value is missing')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'amqtt-admin;device;list' {
            [CompletionResult]::new('--id', '--id', [CompletionResultType]::ParameterName, 'Only devices whose ids match, with * for any characters and ? for one')
            [CompletionResult]::new('--state', '--state', [CompletionResultType]::ParameterName, 'Only certificates in this state; may be given several times')
            [CompletionResult]::new('--expires-within', '--expires-within', [CompletionResultType]::ParameterName, 'Only certificates that expire within this time')
            [CompletionResult]::new('--ca-crt', '--ca-crt', [CompletionResultType]::ParameterName, 'Certificate of the CA')
            [CompletionResult]::new('--inventory', '--inventory', [CompletionResultType]::ParameterName, 'Inventory of certificates: sqlite:PATH, postgresql://…, mysql://…, mariadb://… [default: ca.db beside the CA certificate]')
            [CompletionResult]::new('--inventory-password-file', '--inventory-password-file', [CompletionResultType]::ParameterName, 'File with the password of the inventory''s database user')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use color; NO_COLOR turns it off too')
            [CompletionResult]::new('--expired', '--expired', [CompletionResultType]::ParameterName, 'Only certificates that have expired')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only warnings and errors to stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only warnings and errors to stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print more details to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print more details to stderr')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Assume yes for all confirmations')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Assume yes for all confirmations')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; fail if a value is missing')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'amqtt-admin;device;forecast' {
            [CompletionResult]::new('--max', '--max', [CompletionResultType]::ParameterName, 'Maximum number of certificates that may expire in a week; more is exit code 1')
            [CompletionResult]::new('--ca-crt', '--ca-crt', [CompletionResultType]::ParameterName, 'Certificate of the CA')
            [CompletionResult]::new('--inventory', '--inventory', [CompletionResultType]::ParameterName, 'Inventory of certificates: sqlite:PATH, postgresql://…, mysql://…, mariadb://… [default: ca.db beside the CA certificate]')
            [CompletionResult]::new('--inventory-password-file', '--inventory-password-file', [CompletionResultType]::ParameterName, 'File with the password of the inventory''s database user')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use color; NO_COLOR turns it off too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only warnings and errors to stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only warnings and errors to stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print more details to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print more details to stderr')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Assume yes for all confirmations')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Assume yes for all confirmations')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; fail if a value is missing')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'amqtt-admin;device;renew' {
            [CompletionResult]::new('--expires-within', '--expires-within', [CompletionResultType]::ParameterName, 'Renew certificates with less than this left, such as 30d [default: a third of the lifetime; any, for those named]')
            [CompletionResult]::new('--spread', '--spread', [CompletionResultType]::ParameterName, 'Postpone what can wait by up to this long, by a hash of the name, such as 7d')
            [CompletionResult]::new('--key-type', '--key-type', [CompletionResultType]::ParameterName, 'Type of the new key [default: that of the old key]')
            [CompletionResult]::new('--ca-key', '--ca-key', [CompletionResultType]::ParameterName, 'Private key of the CA')
            [CompletionResult]::new('--ca-crt', '--ca-crt', [CompletionResultType]::ParameterName, 'Certificate of the CA')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'File with the passphrase of the CA key')
            [CompletionResult]::new('--output-dir', '--output-dir', [CompletionResultType]::ParameterName, 'Directory for the files; it must exist')
            [CompletionResult]::new('--inventory', '--inventory', [CompletionResultType]::ParameterName, 'Inventory of certificates: sqlite:PATH, postgresql://…, mysql://…, mariadb://… [default: ca.db beside the CA certificate]')
            [CompletionResult]::new('--inventory-password-file', '--inventory-password-file', [CompletionResultType]::ParameterName, 'File with the password of the inventory''s database user')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use color; NO_COLOR turns it off too')
            [CompletionResult]::new('--reuse-key', '--reuse-key', [CompletionResultType]::ParameterName, 'Keep the private key, even one that is not here (as after a certificate request)')
            [CompletionResult]::new('--revoke-old', '--revoke-old', [CompletionResultType]::ParameterName, 'Revoke the old certificates at once, with the reason superseded')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Show what would be renewed, without changing anything')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only warnings and errors to stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only warnings and errors to stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print more details to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print more details to stderr')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Assume yes for all confirmations')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Assume yes for all confirmations')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; fail if a value is missing')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'amqtt-admin;device;revoke' {
            [CompletionResult]::new('--serial', '--serial', [CompletionResultType]::ParameterName, 'Serial number of a certificate of this CA, in hex; may be given several times')
            [CompletionResult]::new('--cert', '--cert', [CompletionResultType]::ParameterName, 'Certificate of this CA, in the inventory or not; may be given several times')
            [CompletionResult]::new('--from', '--from', [CompletionResultType]::ParameterName, 'File with one name per line, or - for stdin')
            [CompletionResult]::new('--reason', '--reason', [CompletionResultType]::ParameterName, 'Reason for the revocation')
            [CompletionResult]::new('--if-missing', '--if-missing', [CompletionResultType]::ParameterName, 'What to do if the target does not exist')
            [CompletionResult]::new('--ca-key', '--ca-key', [CompletionResultType]::ParameterName, 'Private key of the CA')
            [CompletionResult]::new('--ca-crt', '--ca-crt', [CompletionResultType]::ParameterName, 'Certificate of the CA')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'File with the passphrase of the CA key')
            [CompletionResult]::new('--inventory', '--inventory', [CompletionResultType]::ParameterName, 'Inventory of certificates: sqlite:PATH, postgresql://…, mysql://…, mariadb://… [default: ca.db beside the CA certificate]')
            [CompletionResult]::new('--inventory-password-file', '--inventory-password-file', [CompletionResultType]::ParameterName, 'File with the password of the inventory''s database user')
            [CompletionResult]::new('--wait', '--wait', [CompletionResultType]::ParameterName, 'Broker to wait for (mqtts://HOST:PORT): a session is opened as the device, and the broker must end it')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Maximum time to wait for the broker')
            [CompletionResult]::new('--wait-cert', '--wait-cert', [CompletionResultType]::ParameterName, 'Certificate that the session is opened with [default: ID.crt]')
            [CompletionResult]::new('--wait-key', '--wait-key', [CompletionResultType]::ParameterName, 'Private key of that certificate [default: the certificate''s name with .key]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use color; NO_COLOR turns it off too')
            [CompletionResult]::new('--superseded', '--superseded', [CompletionResultType]::ParameterName, 'Revoke every certificate that another one has replaced')
            [CompletionResult]::new('--crl', '--crl', [CompletionResultType]::ParameterName, 'Sign the revocation list at once')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only warnings and errors to stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only warnings and errors to stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print more details to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print more details to stderr')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Assume yes for all confirmations')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Assume yes for all confirmations')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; fail if a value is missing')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'amqtt-admin;device;suspend' {
            [CompletionResult]::new('--serial', '--serial', [CompletionResultType]::ParameterName, 'Serial number of a certificate of this CA, in hex; may be given several times')
            [CompletionResult]::new('--cert', '--cert', [CompletionResultType]::ParameterName, 'Certificate of this CA, in the inventory or not; may be given several times')
            [CompletionResult]::new('--from', '--from', [CompletionResultType]::ParameterName, 'File with one name per line, or - for stdin')
            [CompletionResult]::new('--if-missing', '--if-missing', [CompletionResultType]::ParameterName, 'What to do if the target does not exist')
            [CompletionResult]::new('--ca-key', '--ca-key', [CompletionResultType]::ParameterName, 'Private key of the CA')
            [CompletionResult]::new('--ca-crt', '--ca-crt', [CompletionResultType]::ParameterName, 'Certificate of the CA')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'File with the passphrase of the CA key')
            [CompletionResult]::new('--inventory', '--inventory', [CompletionResultType]::ParameterName, 'Inventory of certificates: sqlite:PATH, postgresql://…, mysql://…, mariadb://… [default: ca.db beside the CA certificate]')
            [CompletionResult]::new('--inventory-password-file', '--inventory-password-file', [CompletionResultType]::ParameterName, 'File with the password of the inventory''s database user')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use color; NO_COLOR turns it off too')
            [CompletionResult]::new('--crl', '--crl', [CompletionResultType]::ParameterName, 'Sign the revocation list at once')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only warnings and errors to stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only warnings and errors to stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print more details to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print more details to stderr')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Assume yes for all confirmations')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Assume yes for all confirmations')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; fail if a value is missing')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'amqtt-admin;device;resume' {
            [CompletionResult]::new('--serial', '--serial', [CompletionResultType]::ParameterName, 'Serial number of a certificate of this CA, in hex; may be given several times')
            [CompletionResult]::new('--cert', '--cert', [CompletionResultType]::ParameterName, 'Certificate of this CA, in the inventory or not; may be given several times')
            [CompletionResult]::new('--from', '--from', [CompletionResultType]::ParameterName, 'File with one name per line, or - for stdin')
            [CompletionResult]::new('--if-missing', '--if-missing', [CompletionResultType]::ParameterName, 'What to do if the target does not exist')
            [CompletionResult]::new('--ca-key', '--ca-key', [CompletionResultType]::ParameterName, 'Private key of the CA')
            [CompletionResult]::new('--ca-crt', '--ca-crt', [CompletionResultType]::ParameterName, 'Certificate of the CA')
            [CompletionResult]::new('--passphrase-file', '--passphrase-file', [CompletionResultType]::ParameterName, 'File with the passphrase of the CA key')
            [CompletionResult]::new('--inventory', '--inventory', [CompletionResultType]::ParameterName, 'Inventory of certificates: sqlite:PATH, postgresql://…, mysql://…, mariadb://… [default: ca.db beside the CA certificate]')
            [CompletionResult]::new('--inventory-password-file', '--inventory-password-file', [CompletionResultType]::ParameterName, 'File with the password of the inventory''s database user')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use color; NO_COLOR turns it off too')
            [CompletionResult]::new('--crl', '--crl', [CompletionResultType]::ParameterName, 'Sign the revocation list at once')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only warnings and errors to stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only warnings and errors to stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print more details to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print more details to stderr')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Assume yes for all confirmations')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Assume yes for all confirmations')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; fail if a value is missing')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'amqtt-admin;device;verify' {
            [CompletionResult]::new('--uri', '--uri', [CompletionResultType]::ParameterName, 'Trust domain whose devices the broker admits [default: the CA''s, else the certificate''s]')
            [CompletionResult]::new('--trust-domain', '--trust-domain', [CompletionResultType]::ParameterName, 'Trust domain whose devices the broker admits [default: the CA''s, else the certificate''s]')
            [CompletionResult]::new('--client-id', '--client-id', [CompletionResultType]::ParameterName, 'Client id that the device connects with [default: the id in the certificate]')
            [CompletionResult]::new('--key', '--key', [CompletionResultType]::ParameterName, 'Private key that must belong to the certificate')
            [CompletionResult]::new('--ca-crt', '--ca-crt', [CompletionResultType]::ParameterName, 'Certificate of a CA that the broker trusts; repeatable')
            [CompletionResult]::new('--chain', '--chain', [CompletionResultType]::ParameterName, 'Intermediate certificates the device sends')
            [CompletionResult]::new('--crl', '--crl', [CompletionResultType]::ParameterName, 'Revocation lists, in PEM or DER; repeatable. Without any, revocation is not checked')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Validation profile')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'Time to check for, in RFC 3339 [default: now]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use color; NO_COLOR turns it off too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only warnings and errors to stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only warnings and errors to stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print more details to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print more details to stderr')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Assume yes for all confirmations')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Assume yes for all confirmations')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; fail if a value is missing')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'amqtt-admin;device;help' {
            [CompletionResult]::new('create', 'create', [CompletionResultType]::ParameterValue, 'Create the key and certificate of a device, ID.key and ID.crt')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Create the keys and certificates of many devices, from a file or by number')
            [CompletionResult]::new('reconcile', 'reconcile', [CompletionResultType]::ParameterValue, 'Add certificates that the inventory lacks, and report those that are missing from the directory')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Export the credential of a device in a form that devices take')
            [CompletionResult]::new('sign', 'sign', [CompletionResultType]::ParameterValue, 'Sign a device''s certificate request, into ID.crt')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show a device''s certificate, or all that the inventory knows of a device')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the devices'' certificates in the inventory')
            [CompletionResult]::new('forecast', 'forecast', [CompletionResultType]::ParameterValue, 'Report how many device certificates expire, week by week')
            [CompletionResult]::new('renew', 'renew', [CompletionResultType]::ParameterValue, 'Renew certificates of devices that are about to expire')
            [CompletionResult]::new('revoke', 'revoke', [CompletionResultType]::ParameterValue, 'Revoke certificates of devices for good')
            [CompletionResult]::new('suspend', 'suspend', [CompletionResultType]::ParameterValue, 'Put certificates of devices on hold')
            [CompletionResult]::new('resume', 'resume', [CompletionResultType]::ParameterValue, 'Take certificates of devices off hold')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Check whether a broker would admit a certificate as a client, and which rule refuses it if not')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'amqtt-admin;device;help;create' {
            break
        }
        'amqtt-admin;device;help;import' {
            break
        }
        'amqtt-admin;device;help;reconcile' {
            break
        }
        'amqtt-admin;device;help;export' {
            break
        }
        'amqtt-admin;device;help;sign' {
            break
        }
        'amqtt-admin;device;help;show' {
            break
        }
        'amqtt-admin;device;help;list' {
            break
        }
        'amqtt-admin;device;help;forecast' {
            break
        }
        'amqtt-admin;device;help;renew' {
            break
        }
        'amqtt-admin;device;help;revoke' {
            break
        }
        'amqtt-admin;device;help;suspend' {
            break
        }
        'amqtt-admin;device;help;resume' {
            break
        }
        'amqtt-admin;device;help;verify' {
            break
        }
        'amqtt-admin;device;help;help' {
            break
        }
        'amqtt-admin;user' {
            [CompletionResult]::new('--database-url', '--database-url', [CompletionResultType]::ParameterName, 'Database: sqlite:PATH, postgresql://…, mysql://…, mariadb://…, or as SQLAlchemy spells it [default: sqlite:auth.db]')
            [CompletionResult]::new('-d', '-d', [CompletionResultType]::ParameterName, 'Kind of database (instead of a URL)')
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'Kind of database (instead of a URL)')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'SQLite database file [default: auth.db]')
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'SQLite database file [default: auth.db]')
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'User of the database server')
            [CompletionResult]::new('--username', '--username', [CompletionResultType]::ParameterName, 'User of the database server')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'Host of the database server [default: localhost]')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Port of the database server [default: 5432 or 3306]')
            [CompletionResult]::new('--port', '--port', [CompletionResultType]::ParameterName, 'Port of the database server [default: 5432 or 3306]')
            [CompletionResult]::new('--db-name', '--db-name', [CompletionResultType]::ParameterName, 'Name of the database on the server [default: the user''s name]')
            [CompletionResult]::new('--db-password-file', '--db-password-file', [CompletionResultType]::ParameterName, 'File with the password of the database user')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use color; NO_COLOR turns it off too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only warnings and errors to stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only warnings and errors to stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print more details to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print more details to stderr')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Assume yes for all confirmations')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Assume yes for all confirmations')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; fail if a value is missing')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('sync', 'sync', [CompletionResultType]::ParameterValue, 'Create or upgrade the tables; can be repeated, and never removes anything')
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Add an account')
            [CompletionResult]::new('pwd', 'pwd', [CompletionResultType]::ParameterValue, 'Set a new password for an account')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Check a password against an account')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Import accounts from CSV, NDJSON or JSON, or from Mosquitto')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Export all accounts with their hashes, as CSV or as --format says')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the accounts, sorted by name')
            [CompletionResult]::new('rm', 'rm', [CompletionResultType]::ParameterValue, 'Remove an account and its topic rights')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'amqtt-admin;user;sync' {
            [CompletionResult]::new('--database-url', '--database-url', [CompletionResultType]::ParameterName, 'Database: sqlite:PATH, postgresql://…, mysql://…, mariadb://…, or as SQLAlchemy spells it [default: sqlite:auth.db]')
            [CompletionResult]::new('-d', '-d', [CompletionResultType]::ParameterName, 'Kind of database (instead of a URL)')
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'Kind of database (instead of a URL)')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'SQLite database file [default: auth.db]')
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'SQLite database file [default: auth.db]')
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'User of the database server')
            [CompletionResult]::new('--username', '--username', [CompletionResultType]::ParameterName, 'User of the database server')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'Host of the database server [default: localhost]')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Port of the database server [default: 5432 or 3306]')
            [CompletionResult]::new('--port', '--port', [CompletionResultType]::ParameterName, 'Port of the database server [default: 5432 or 3306]')
            [CompletionResult]::new('--db-name', '--db-name', [CompletionResultType]::ParameterName, 'Name of the database on the server [default: the user''s name]')
            [CompletionResult]::new('--db-password-file', '--db-password-file', [CompletionResultType]::ParameterName, 'File with the password of the database user')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use color; NO_COLOR turns it off too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only warnings and errors to stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only warnings and errors to stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print more details to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print more details to stderr')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Assume yes for all confirmations')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Assume yes for all confirmations')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; fail if a value is missing')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'amqtt-admin;user;add' {
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'Name of the account')
            [CompletionResult]::new('--client-id', '--client-id', [CompletionResultType]::ParameterName, 'Name of the account')
            [CompletionResult]::new('--password-file', '--password-file', [CompletionResultType]::ParameterName, 'Read the password from a file (one trailing newline is dropped)')
            [CompletionResult]::new('--argon2', '--argon2', [CompletionResultType]::ParameterName, 'Cost of an Argon2id hash: memory in KiB, passes, lanes')
            [CompletionResult]::new('--if-exists', '--if-exists', [CompletionResultType]::ParameterName, 'What to do if the target already exists')
            [CompletionResult]::new('--database-url', '--database-url', [CompletionResultType]::ParameterName, 'Database: sqlite:PATH, postgresql://…, mysql://…, mariadb://…, or as SQLAlchemy spells it [default: sqlite:auth.db]')
            [CompletionResult]::new('-d', '-d', [CompletionResultType]::ParameterName, 'Kind of database (instead of a URL)')
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'Kind of database (instead of a URL)')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'SQLite database file [default: auth.db]')
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'SQLite database file [default: auth.db]')
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'User of the database server')
            [CompletionResult]::new('--username', '--username', [CompletionResultType]::ParameterName, 'User of the database server')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'Host of the database server [default: localhost]')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Port of the database server [default: 5432 or 3306]')
            [CompletionResult]::new('--port', '--port', [CompletionResultType]::ParameterName, 'Port of the database server [default: 5432 or 3306]')
            [CompletionResult]::new('--db-name', '--db-name', [CompletionResultType]::ParameterName, 'Name of the database on the server [default: the user''s name]')
            [CompletionResult]::new('--db-password-file', '--db-password-file', [CompletionResultType]::ParameterName, 'File with the password of the database user')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use color; NO_COLOR turns it off too')
            [CompletionResult]::new('--password-stdin', '--password-stdin', [CompletionResultType]::ParameterName, 'Read the password from stdin (one trailing newline is dropped)')
            [CompletionResult]::new('--generate', '--generate', [CompletionResultType]::ParameterName, 'Generate a secret of 160 random bits, shown once in the report')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only warnings and errors to stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only warnings and errors to stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print more details to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print more details to stderr')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Assume yes for all confirmations')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Assume yes for all confirmations')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; fail if a value is missing')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'amqtt-admin;user;pwd' {
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'Name of the account')
            [CompletionResult]::new('--client-id', '--client-id', [CompletionResultType]::ParameterName, 'Name of the account')
            [CompletionResult]::new('--password-file', '--password-file', [CompletionResultType]::ParameterName, 'Read the password from a file (one trailing newline is dropped)')
            [CompletionResult]::new('--argon2', '--argon2', [CompletionResultType]::ParameterName, 'Cost of an Argon2id hash: memory in KiB, passes, lanes')
            [CompletionResult]::new('--database-url', '--database-url', [CompletionResultType]::ParameterName, 'Database: sqlite:PATH, postgresql://…, mysql://…, mariadb://…, or as SQLAlchemy spells it [default: sqlite:auth.db]')
            [CompletionResult]::new('-d', '-d', [CompletionResultType]::ParameterName, 'Kind of database (instead of a URL)')
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'Kind of database (instead of a URL)')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'SQLite database file [default: auth.db]')
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'SQLite database file [default: auth.db]')
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'User of the database server')
            [CompletionResult]::new('--username', '--username', [CompletionResultType]::ParameterName, 'User of the database server')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'Host of the database server [default: localhost]')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Port of the database server [default: 5432 or 3306]')
            [CompletionResult]::new('--port', '--port', [CompletionResultType]::ParameterName, 'Port of the database server [default: 5432 or 3306]')
            [CompletionResult]::new('--db-name', '--db-name', [CompletionResultType]::ParameterName, 'Name of the database on the server [default: the user''s name]')
            [CompletionResult]::new('--db-password-file', '--db-password-file', [CompletionResultType]::ParameterName, 'File with the password of the database user')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use color; NO_COLOR turns it off too')
            [CompletionResult]::new('--password-stdin', '--password-stdin', [CompletionResultType]::ParameterName, 'Read the password from stdin (one trailing newline is dropped)')
            [CompletionResult]::new('--generate', '--generate', [CompletionResultType]::ParameterName, 'Generate a secret of 160 random bits, shown once in the report')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only warnings and errors to stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only warnings and errors to stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print more details to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print more details to stderr')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Assume yes for all confirmations')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Assume yes for all confirmations')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; fail if a value is missing')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'amqtt-admin;user;verify' {
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'Name of the account')
            [CompletionResult]::new('--client-id', '--client-id', [CompletionResultType]::ParameterName, 'Name of the account')
            [CompletionResult]::new('--password-file', '--password-file', [CompletionResultType]::ParameterName, 'Read the password from a file (one trailing newline is dropped)')
            [CompletionResult]::new('--argon2', '--argon2', [CompletionResultType]::ParameterName, 'Cost of an Argon2id hash: memory in KiB, passes, lanes')
            [CompletionResult]::new('--database-url', '--database-url', [CompletionResultType]::ParameterName, 'Database: sqlite:PATH, postgresql://…, mysql://…, mariadb://…, or as SQLAlchemy spells it [default: sqlite:auth.db]')
            [CompletionResult]::new('-d', '-d', [CompletionResultType]::ParameterName, 'Kind of database (instead of a URL)')
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'Kind of database (instead of a URL)')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'SQLite database file [default: auth.db]')
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'SQLite database file [default: auth.db]')
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'User of the database server')
            [CompletionResult]::new('--username', '--username', [CompletionResultType]::ParameterName, 'User of the database server')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'Host of the database server [default: localhost]')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Port of the database server [default: 5432 or 3306]')
            [CompletionResult]::new('--port', '--port', [CompletionResultType]::ParameterName, 'Port of the database server [default: 5432 or 3306]')
            [CompletionResult]::new('--db-name', '--db-name', [CompletionResultType]::ParameterName, 'Name of the database on the server [default: the user''s name]')
            [CompletionResult]::new('--db-password-file', '--db-password-file', [CompletionResultType]::ParameterName, 'File with the password of the database user')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use color; NO_COLOR turns it off too')
            [CompletionResult]::new('--password-stdin', '--password-stdin', [CompletionResultType]::ParameterName, 'Read the password from stdin (one trailing newline is dropped)')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only warnings and errors to stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only warnings and errors to stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print more details to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print more details to stderr')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Assume yes for all confirmations')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Assume yes for all confirmations')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; fail if a value is missing')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'amqtt-admin;user;import' {
            [CompletionResult]::new('--from', '--from', [CompletionResultType]::ParameterName, 'Input format [default: guessed from extension or content]')
            [CompletionResult]::new('--on-conflict', '--on-conflict', [CompletionResultType]::ParameterName, 'What to do with records that already exist')
            [CompletionResult]::new('--argon2', '--argon2', [CompletionResultType]::ParameterName, 'Cost of an Argon2id hash: memory in KiB, passes, lanes')
            [CompletionResult]::new('--database-url', '--database-url', [CompletionResultType]::ParameterName, 'Database: sqlite:PATH, postgresql://…, mysql://…, mariadb://…, or as SQLAlchemy spells it [default: sqlite:auth.db]')
            [CompletionResult]::new('-d', '-d', [CompletionResultType]::ParameterName, 'Kind of database (instead of a URL)')
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'Kind of database (instead of a URL)')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'SQLite database file [default: auth.db]')
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'SQLite database file [default: auth.db]')
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'User of the database server')
            [CompletionResult]::new('--username', '--username', [CompletionResultType]::ParameterName, 'User of the database server')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'Host of the database server [default: localhost]')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Port of the database server [default: 5432 or 3306]')
            [CompletionResult]::new('--port', '--port', [CompletionResultType]::ParameterName, 'Port of the database server [default: 5432 or 3306]')
            [CompletionResult]::new('--db-name', '--db-name', [CompletionResultType]::ParameterName, 'Name of the database on the server [default: the user''s name]')
            [CompletionResult]::new('--db-password-file', '--db-password-file', [CompletionResultType]::ParameterName, 'File with the password of the database user')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use color; NO_COLOR turns it off too')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Check the file and report what would change, without changing anything')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only warnings and errors to stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only warnings and errors to stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print more details to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print more details to stderr')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Assume yes for all confirmations')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Assume yes for all confirmations')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; fail if a value is missing')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'amqtt-admin;user;export' {
            [CompletionResult]::new('--to', '--to', [CompletionResultType]::ParameterName, 'Output format [default: that of --format, else csv]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'File to write instead of stdout; it must not exist')
            [CompletionResult]::new('--database-url', '--database-url', [CompletionResultType]::ParameterName, 'Database: sqlite:PATH, postgresql://…, mysql://…, mariadb://…, or as SQLAlchemy spells it [default: sqlite:auth.db]')
            [CompletionResult]::new('-d', '-d', [CompletionResultType]::ParameterName, 'Kind of database (instead of a URL)')
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'Kind of database (instead of a URL)')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'SQLite database file [default: auth.db]')
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'SQLite database file [default: auth.db]')
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'User of the database server')
            [CompletionResult]::new('--username', '--username', [CompletionResultType]::ParameterName, 'User of the database server')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'Host of the database server [default: localhost]')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Port of the database server [default: 5432 or 3306]')
            [CompletionResult]::new('--port', '--port', [CompletionResultType]::ParameterName, 'Port of the database server [default: 5432 or 3306]')
            [CompletionResult]::new('--db-name', '--db-name', [CompletionResultType]::ParameterName, 'Name of the database on the server [default: the user''s name]')
            [CompletionResult]::new('--db-password-file', '--db-password-file', [CompletionResultType]::ParameterName, 'File with the password of the database user')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use color; NO_COLOR turns it off too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only warnings and errors to stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only warnings and errors to stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print more details to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print more details to stderr')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Assume yes for all confirmations')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Assume yes for all confirmations')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; fail if a value is missing')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'amqtt-admin;user;list' {
            [CompletionResult]::new('--database-url', '--database-url', [CompletionResultType]::ParameterName, 'Database: sqlite:PATH, postgresql://…, mysql://…, mariadb://…, or as SQLAlchemy spells it [default: sqlite:auth.db]')
            [CompletionResult]::new('-d', '-d', [CompletionResultType]::ParameterName, 'Kind of database (instead of a URL)')
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'Kind of database (instead of a URL)')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'SQLite database file [default: auth.db]')
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'SQLite database file [default: auth.db]')
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'User of the database server')
            [CompletionResult]::new('--username', '--username', [CompletionResultType]::ParameterName, 'User of the database server')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'Host of the database server [default: localhost]')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Port of the database server [default: 5432 or 3306]')
            [CompletionResult]::new('--port', '--port', [CompletionResultType]::ParameterName, 'Port of the database server [default: 5432 or 3306]')
            [CompletionResult]::new('--db-name', '--db-name', [CompletionResultType]::ParameterName, 'Name of the database on the server [default: the user''s name]')
            [CompletionResult]::new('--db-password-file', '--db-password-file', [CompletionResultType]::ParameterName, 'File with the password of the database user')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use color; NO_COLOR turns it off too')
            [CompletionResult]::new('--show-hashes', '--show-hashes', [CompletionResultType]::ParameterName, 'Show the password hashes too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only warnings and errors to stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only warnings and errors to stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print more details to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print more details to stderr')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Assume yes for all confirmations')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Assume yes for all confirmations')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; fail if a value is missing')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'amqtt-admin;user;rm' {
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'Name of the account')
            [CompletionResult]::new('--client-id', '--client-id', [CompletionResultType]::ParameterName, 'Name of the account')
            [CompletionResult]::new('--row', '--row', [CompletionResultType]::ParameterName, 'Id of the row of the account, for a name that cannot be given')
            [CompletionResult]::new('--if-missing', '--if-missing', [CompletionResultType]::ParameterName, 'What to do if the target does not exist')
            [CompletionResult]::new('--database-url', '--database-url', [CompletionResultType]::ParameterName, 'Database: sqlite:PATH, postgresql://…, mysql://…, mariadb://…, or as SQLAlchemy spells it [default: sqlite:auth.db]')
            [CompletionResult]::new('-d', '-d', [CompletionResultType]::ParameterName, 'Kind of database (instead of a URL)')
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'Kind of database (instead of a URL)')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'SQLite database file [default: auth.db]')
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'SQLite database file [default: auth.db]')
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'User of the database server')
            [CompletionResult]::new('--username', '--username', [CompletionResultType]::ParameterName, 'User of the database server')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'Host of the database server [default: localhost]')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Port of the database server [default: 5432 or 3306]')
            [CompletionResult]::new('--port', '--port', [CompletionResultType]::ParameterName, 'Port of the database server [default: 5432 or 3306]')
            [CompletionResult]::new('--db-name', '--db-name', [CompletionResultType]::ParameterName, 'Name of the database on the server [default: the user''s name]')
            [CompletionResult]::new('--db-password-file', '--db-password-file', [CompletionResultType]::ParameterName, 'File with the password of the database user')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use color; NO_COLOR turns it off too')
            [CompletionResult]::new('--keep-topics', '--keep-topics', [CompletionResultType]::ParameterName, 'Keep the topic rights of the account')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only warnings and errors to stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only warnings and errors to stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print more details to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print more details to stderr')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Assume yes for all confirmations')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Assume yes for all confirmations')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; fail if a value is missing')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'amqtt-admin;user;help' {
            [CompletionResult]::new('sync', 'sync', [CompletionResultType]::ParameterValue, 'Create or upgrade the tables; can be repeated, and never removes anything')
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Add an account')
            [CompletionResult]::new('pwd', 'pwd', [CompletionResultType]::ParameterValue, 'Set a new password for an account')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Check a password against an account')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Import accounts from CSV, NDJSON or JSON, or from Mosquitto')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Export all accounts with their hashes, as CSV or as --format says')
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
            [CompletionResult]::new('--database-url', '--database-url', [CompletionResultType]::ParameterName, 'Database: sqlite:PATH, postgresql://…, mysql://…, mariadb://…, or as SQLAlchemy spells it [default: sqlite:auth.db]')
            [CompletionResult]::new('-d', '-d', [CompletionResultType]::ParameterName, 'Kind of database (instead of a URL)')
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'Kind of database (instead of a URL)')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'SQLite database file [default: auth.db]')
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'SQLite database file [default: auth.db]')
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'User of the database server')
            [CompletionResult]::new('--username', '--username', [CompletionResultType]::ParameterName, 'User of the database server')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'Host of the database server [default: localhost]')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Port of the database server [default: 5432 or 3306]')
            [CompletionResult]::new('--port', '--port', [CompletionResultType]::ParameterName, 'Port of the database server [default: 5432 or 3306]')
            [CompletionResult]::new('--db-name', '--db-name', [CompletionResultType]::ParameterName, 'Name of the database on the server [default: the user''s name]')
            [CompletionResult]::new('--db-password-file', '--db-password-file', [CompletionResultType]::ParameterName, 'File with the password of the database user')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use color; NO_COLOR turns it off too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only warnings and errors to stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only warnings and errors to stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print more details to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print more details to stderr')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Assume yes for all confirmations')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Assume yes for all confirmations')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; fail if a value is missing')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('sync', 'sync', [CompletionResultType]::ParameterValue, 'Create or upgrade the tables; can be repeated, and never removes anything')
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Give a client a right: a topic filter for an action')
            [CompletionResult]::new('rm', 'rm', [CompletionResultType]::ParameterValue, 'Take a right from a client')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the rights, one row each')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Import rights from CSV, NDJSON, or an ACL file of Mosquitto')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Export all rights, as CSV or as --format says')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Check whether a client may do something, and which filter decides')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'amqtt-admin;topic;sync' {
            [CompletionResult]::new('--database-url', '--database-url', [CompletionResultType]::ParameterName, 'Database: sqlite:PATH, postgresql://…, mysql://…, mariadb://…, or as SQLAlchemy spells it [default: sqlite:auth.db]')
            [CompletionResult]::new('-d', '-d', [CompletionResultType]::ParameterName, 'Kind of database (instead of a URL)')
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'Kind of database (instead of a URL)')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'SQLite database file [default: auth.db]')
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'SQLite database file [default: auth.db]')
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'User of the database server')
            [CompletionResult]::new('--username', '--username', [CompletionResultType]::ParameterName, 'User of the database server')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'Host of the database server [default: localhost]')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Port of the database server [default: 5432 or 3306]')
            [CompletionResult]::new('--port', '--port', [CompletionResultType]::ParameterName, 'Port of the database server [default: 5432 or 3306]')
            [CompletionResult]::new('--db-name', '--db-name', [CompletionResultType]::ParameterName, 'Name of the database on the server [default: the user''s name]')
            [CompletionResult]::new('--db-password-file', '--db-password-file', [CompletionResultType]::ParameterName, 'File with the password of the database user')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use color; NO_COLOR turns it off too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only warnings and errors to stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only warnings and errors to stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print more details to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print more details to stderr')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Assume yes for all confirmations')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Assume yes for all confirmations')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; fail if a value is missing')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'amqtt-admin;topic;add' {
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'Client: the name of its account, or the id of a device')
            [CompletionResult]::new('--client-id', '--client-id', [CompletionResultType]::ParameterName, 'Client: the name of its account, or the id of a device')
            [CompletionResult]::new('-a', '-a', [CompletionResultType]::ParameterName, 'Action that the right is for')
            [CompletionResult]::new('--action', '--action', [CompletionResultType]::ParameterName, 'Action that the right is for')
            [CompletionResult]::new('--if-exists', '--if-exists', [CompletionResultType]::ParameterName, 'What to do if the target already exists')
            [CompletionResult]::new('--inventory-password-file', '--inventory-password-file', [CompletionResultType]::ParameterName, 'File with the password of the inventory''s database user')
            [CompletionResult]::new('--inventory', '--inventory', [CompletionResultType]::ParameterName, 'Inventory of certificates, to look up the names of devices [default: ca.db, if it exists]')
            [CompletionResult]::new('--database-url', '--database-url', [CompletionResultType]::ParameterName, 'Database: sqlite:PATH, postgresql://…, mysql://…, mariadb://…, or as SQLAlchemy spells it [default: sqlite:auth.db]')
            [CompletionResult]::new('-d', '-d', [CompletionResultType]::ParameterName, 'Kind of database (instead of a URL)')
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'Kind of database (instead of a URL)')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'SQLite database file [default: auth.db]')
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'SQLite database file [default: auth.db]')
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'User of the database server')
            [CompletionResult]::new('--username', '--username', [CompletionResultType]::ParameterName, 'User of the database server')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'Host of the database server [default: localhost]')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Port of the database server [default: 5432 or 3306]')
            [CompletionResult]::new('--port', '--port', [CompletionResultType]::ParameterName, 'Port of the database server [default: 5432 or 3306]')
            [CompletionResult]::new('--db-name', '--db-name', [CompletionResultType]::ParameterName, 'Name of the database on the server [default: the user''s name]')
            [CompletionResult]::new('--db-password-file', '--db-password-file', [CompletionResultType]::ParameterName, 'File with the password of the database user')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use color; NO_COLOR turns it off too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only warnings and errors to stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only warnings and errors to stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print more details to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print more details to stderr')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Assume yes for all confirmations')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Assume yes for all confirmations')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; fail if a value is missing')
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
            [CompletionResult]::new('--if-missing', '--if-missing', [CompletionResultType]::ParameterName, 'What to do if the target does not exist')
            [CompletionResult]::new('--database-url', '--database-url', [CompletionResultType]::ParameterName, 'Database: sqlite:PATH, postgresql://…, mysql://…, mariadb://…, or as SQLAlchemy spells it [default: sqlite:auth.db]')
            [CompletionResult]::new('-d', '-d', [CompletionResultType]::ParameterName, 'Kind of database (instead of a URL)')
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'Kind of database (instead of a URL)')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'SQLite database file [default: auth.db]')
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'SQLite database file [default: auth.db]')
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'User of the database server')
            [CompletionResult]::new('--username', '--username', [CompletionResultType]::ParameterName, 'User of the database server')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'Host of the database server [default: localhost]')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Port of the database server [default: 5432 or 3306]')
            [CompletionResult]::new('--port', '--port', [CompletionResultType]::ParameterName, 'Port of the database server [default: 5432 or 3306]')
            [CompletionResult]::new('--db-name', '--db-name', [CompletionResultType]::ParameterName, 'Name of the database on the server [default: the user''s name]')
            [CompletionResult]::new('--db-password-file', '--db-password-file', [CompletionResultType]::ParameterName, 'File with the password of the database user')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use color; NO_COLOR turns it off too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only warnings and errors to stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only warnings and errors to stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print more details to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print more details to stderr')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Assume yes for all confirmations')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Assume yes for all confirmations')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; fail if a value is missing')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'amqtt-admin;topic;list' {
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'List only the rights of this client')
            [CompletionResult]::new('--client-id', '--client-id', [CompletionResultType]::ParameterName, 'List only the rights of this client')
            [CompletionResult]::new('--as-broker', '--as-broker', [CompletionResultType]::ParameterName, 'List only rights that this broker enforces in another way than they are written, and why')
            [CompletionResult]::new('--database-url', '--database-url', [CompletionResultType]::ParameterName, 'Database: sqlite:PATH, postgresql://…, mysql://…, mariadb://…, or as SQLAlchemy spells it [default: sqlite:auth.db]')
            [CompletionResult]::new('-d', '-d', [CompletionResultType]::ParameterName, 'Kind of database (instead of a URL)')
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'Kind of database (instead of a URL)')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'SQLite database file [default: auth.db]')
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'SQLite database file [default: auth.db]')
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'User of the database server')
            [CompletionResult]::new('--username', '--username', [CompletionResultType]::ParameterName, 'User of the database server')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'Host of the database server [default: localhost]')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Port of the database server [default: 5432 or 3306]')
            [CompletionResult]::new('--port', '--port', [CompletionResultType]::ParameterName, 'Port of the database server [default: 5432 or 3306]')
            [CompletionResult]::new('--db-name', '--db-name', [CompletionResultType]::ParameterName, 'Name of the database on the server [default: the user''s name]')
            [CompletionResult]::new('--db-password-file', '--db-password-file', [CompletionResultType]::ParameterName, 'File with the password of the database user')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use color; NO_COLOR turns it off too')
            [CompletionResult]::new('--lint', '--lint', [CompletionResultType]::ParameterName, 'List only filters that grant nothing: covered by others, equivalent to another, or never matching')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only warnings and errors to stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only warnings and errors to stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print more details to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print more details to stderr')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Assume yes for all confirmations')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Assume yes for all confirmations')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; fail if a value is missing')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'amqtt-admin;topic;import' {
            [CompletionResult]::new('--from', '--from', [CompletionResultType]::ParameterName, 'Input format [default: guessed from extension or content]')
            [CompletionResult]::new('--on-conflict', '--on-conflict', [CompletionResultType]::ParameterName, 'What to do with records that already exist')
            [CompletionResult]::new('--inventory-password-file', '--inventory-password-file', [CompletionResultType]::ParameterName, 'File with the password of the inventory''s database user')
            [CompletionResult]::new('--inventory', '--inventory', [CompletionResultType]::ParameterName, 'Inventory of certificates, to look up the names of devices [default: ca.db, if it exists]')
            [CompletionResult]::new('--database-url', '--database-url', [CompletionResultType]::ParameterName, 'Database: sqlite:PATH, postgresql://…, mysql://…, mariadb://…, or as SQLAlchemy spells it [default: sqlite:auth.db]')
            [CompletionResult]::new('-d', '-d', [CompletionResultType]::ParameterName, 'Kind of database (instead of a URL)')
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'Kind of database (instead of a URL)')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'SQLite database file [default: auth.db]')
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'SQLite database file [default: auth.db]')
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'User of the database server')
            [CompletionResult]::new('--username', '--username', [CompletionResultType]::ParameterName, 'User of the database server')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'Host of the database server [default: localhost]')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Port of the database server [default: 5432 or 3306]')
            [CompletionResult]::new('--port', '--port', [CompletionResultType]::ParameterName, 'Port of the database server [default: 5432 or 3306]')
            [CompletionResult]::new('--db-name', '--db-name', [CompletionResultType]::ParameterName, 'Name of the database on the server [default: the user''s name]')
            [CompletionResult]::new('--db-password-file', '--db-password-file', [CompletionResultType]::ParameterName, 'File with the password of the database user')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use color; NO_COLOR turns it off too')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Check the file and report what would change, without changing anything')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only warnings and errors to stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only warnings and errors to stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print more details to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print more details to stderr')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Assume yes for all confirmations')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Assume yes for all confirmations')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; fail if a value is missing')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'amqtt-admin;topic;export' {
            [CompletionResult]::new('--to', '--to', [CompletionResultType]::ParameterName, 'Output format [default: that of --format, else csv]')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'File to write instead of stdout; it must not exist')
            [CompletionResult]::new('--database-url', '--database-url', [CompletionResultType]::ParameterName, 'Database: sqlite:PATH, postgresql://…, mysql://…, mariadb://…, or as SQLAlchemy spells it [default: sqlite:auth.db]')
            [CompletionResult]::new('-d', '-d', [CompletionResultType]::ParameterName, 'Kind of database (instead of a URL)')
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'Kind of database (instead of a URL)')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'SQLite database file [default: auth.db]')
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'SQLite database file [default: auth.db]')
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'User of the database server')
            [CompletionResult]::new('--username', '--username', [CompletionResultType]::ParameterName, 'User of the database server')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'Host of the database server [default: localhost]')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Port of the database server [default: 5432 or 3306]')
            [CompletionResult]::new('--port', '--port', [CompletionResultType]::ParameterName, 'Port of the database server [default: 5432 or 3306]')
            [CompletionResult]::new('--db-name', '--db-name', [CompletionResultType]::ParameterName, 'Name of the database on the server [default: the user''s name]')
            [CompletionResult]::new('--db-password-file', '--db-password-file', [CompletionResultType]::ParameterName, 'File with the password of the database user')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use color; NO_COLOR turns it off too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only warnings and errors to stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only warnings and errors to stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print more details to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print more details to stderr')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Assume yes for all confirmations')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Assume yes for all confirmations')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; fail if a value is missing')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'amqtt-admin;topic;check' {
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'Client: the name of its account, or the id of a device')
            [CompletionResult]::new('--client-id', '--client-id', [CompletionResultType]::ParameterName, 'Client: the name of its account, or the id of a device')
            [CompletionResult]::new('-a', '-a', [CompletionResultType]::ParameterName, 'Action that the client wants to take')
            [CompletionResult]::new('--action', '--action', [CompletionResultType]::ParameterName, 'Action that the client wants to take')
            [CompletionResult]::new('--batch', '--batch', [CompletionResultType]::ParameterName, 'Answer a file of questions (- for stdin): lines of client, action and topic, separated by tabs')
            [CompletionResult]::new('--as-broker', '--as-broker', [CompletionResultType]::ParameterName, 'Answer as this broker would be answered, and show what it cannot enforce')
            [CompletionResult]::new('--database-url', '--database-url', [CompletionResultType]::ParameterName, 'Database: sqlite:PATH, postgresql://…, mysql://…, mariadb://…, or as SQLAlchemy spells it [default: sqlite:auth.db]')
            [CompletionResult]::new('-d', '-d', [CompletionResultType]::ParameterName, 'Kind of database (instead of a URL)')
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'Kind of database (instead of a URL)')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'SQLite database file [default: auth.db]')
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'SQLite database file [default: auth.db]')
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'User of the database server')
            [CompletionResult]::new('--username', '--username', [CompletionResultType]::ParameterName, 'User of the database server')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'Host of the database server [default: localhost]')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Port of the database server [default: 5432 or 3306]')
            [CompletionResult]::new('--port', '--port', [CompletionResultType]::ParameterName, 'Port of the database server [default: 5432 or 3306]')
            [CompletionResult]::new('--db-name', '--db-name', [CompletionResultType]::ParameterName, 'Name of the database on the server [default: the user''s name]')
            [CompletionResult]::new('--db-password-file', '--db-password-file', [CompletionResultType]::ParameterName, 'File with the password of the database user')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use color; NO_COLOR turns it off too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only warnings and errors to stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only warnings and errors to stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print more details to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print more details to stderr')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Assume yes for all confirmations')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Assume yes for all confirmations')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; fail if a value is missing')
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
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Export all rights, as CSV or as --format says')
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
        'amqtt-admin;serve' {
            [CompletionResult]::new('--listen', '--listen', [CompletionResultType]::ParameterName, 'Address to listen on; any but loopback requires TLS, and --client-ca or --token-file')
            [CompletionResult]::new('--tls-crt', '--tls-crt', [CompletionResultType]::ParameterName, 'Certificate of the service, with its chain after it')
            [CompletionResult]::new('--tls-key', '--tls-key', [CompletionResultType]::ParameterName, 'Private key of the service')
            [CompletionResult]::new('--client-ca', '--client-ca', [CompletionResultType]::ParameterName, 'CA of the brokers; with it, every broker must present a certificate')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'File with the token that brokers send as `Authorization: Bearer`')
            [CompletionResult]::new('--login-failures', '--login-failures', [CompletionResultType]::ParameterName, 'Failed logins per minute after which a name is denied; 0 for no limit')
            [CompletionResult]::new('--shadow', '--shadow', [CompletionResultType]::ParameterName, 'Mosquitto ACL file that answers about topics in place of the stored rights; differences are logged')
            [CompletionResult]::new('--trust-domain', '--trust-domain', [CompletionResultType]::ParameterName, 'Trust domain of the devices')
            [CompletionResult]::new('--uri', '--uri', [CompletionResultType]::ParameterName, 'Trust domain of the devices')
            [CompletionResult]::new('--ca-crt', '--ca-crt', [CompletionResultType]::ParameterName, 'Trusted CA certificates, in PEM or DER; repeatable')
            [CompletionResult]::new('--ca-file', '--ca-file', [CompletionResultType]::ParameterName, 'Trusted CA certificates, in PEM or DER; repeatable')
            [CompletionResult]::new('--intermediates', '--intermediates', [CompletionResultType]::ParameterName, 'CA certificates below the trusted ones, for devices that send their own certificate alone; repeatable')
            [CompletionResult]::new('--intermediate-file', '--intermediate-file', [CompletionResultType]::ParameterName, 'CA certificates below the trusted ones, for devices that send their own certificate alone; repeatable')
            [CompletionResult]::new('--crl', '--crl', [CompletionResultType]::ParameterName, 'Revocation lists; if any is given, every CA needs a current one; repeatable')
            [CompletionResult]::new('--crl-file', '--crl-file', [CompletionResultType]::ParameterName, 'Revocation lists; if any is given, every CA needs a current one; repeatable')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Strictness of the checks [default: device]')
            [CompletionResult]::new('--inventory', '--inventory', [CompletionResultType]::ParameterName, 'Inventory of certificates; those revoked or held there are refused without any list')
            [CompletionResult]::new('--inventory-url', '--inventory-url', [CompletionResultType]::ParameterName, 'Inventory of certificates; those revoked or held there are refused without any list')
            [CompletionResult]::new('--inventory-password-file', '--inventory-password-file', [CompletionResultType]::ParameterName, 'File with the password of the inventory''s database user')
            [CompletionResult]::new('--rehash', '--rehash', [CompletionResultType]::ParameterName, 'Replace outdated password hashes at login [default: false]')
            [CompletionResult]::new('--max-stale', '--max-stale', [CompletionResultType]::ParameterName, 'Maximum age of an answer while the database is unavailable; after that, clients are denied [default: 30s]')
            [CompletionResult]::new('--grace', '--grace', [CompletionResultType]::ParameterName, 'How long known devices keep their rights while the database is unavailable [default: off]')
            [CompletionResult]::new('--follow-every', '--follow-every', [CompletionResultType]::ParameterName, 'Interval between checks of the files and the rows in use [default: 500ms]')
            [CompletionResult]::new('--login-timeout', '--login-timeout', [CompletionResultType]::ParameterName, 'How long a login may wait for its answer [default: 10s]')
            [CompletionResult]::new('--cache-ttl', '--cache-ttl', [CompletionResultType]::ParameterName, 'Maximum age of a row before the database is asked again [default: 5s]')
            [CompletionResult]::new('--password-cache', '--password-cache', [CompletionResultType]::ParameterName, 'Time for which a correct password is not hashed again [default: 1h]')
            [CompletionResult]::new('--cache-entries', '--cache-entries', [CompletionResultType]::ParameterName, 'Number of accounts to cache [default: 100000]')
            [CompletionResult]::new('--max-connections', '--max-connections', [CompletionResultType]::ParameterName, 'Number of connections to the database [default: 4]')
            [CompletionResult]::new('--database-timeout', '--database-timeout', [CompletionResultType]::ParameterName, 'Time limit for one query [default: 5s]')
            [CompletionResult]::new('--hash-threads', '--hash-threads', [CompletionResultType]::ParameterName, 'Number of passwords to hash at once [default: the number of processors]')
            [CompletionResult]::new('--max-waiting', '--max-waiting', [CompletionResultType]::ParameterName, 'Number of passwords that may wait to be hashed [default: 16384]')
            [CompletionResult]::new('--password-timeout', '--password-timeout', [CompletionResultType]::ParameterName, 'Time limit for checking a password [default: 10s]')
            [CompletionResult]::new('--database-url', '--database-url', [CompletionResultType]::ParameterName, 'Database: sqlite:PATH, postgresql://…, mysql://…, mariadb://…, or as SQLAlchemy spells it [default: sqlite:auth.db]')
            [CompletionResult]::new('-d', '-d', [CompletionResultType]::ParameterName, 'Kind of database (instead of a URL)')
            [CompletionResult]::new('--db', '--db', [CompletionResultType]::ParameterName, 'Kind of database (instead of a URL)')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'SQLite database file [default: auth.db]')
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'SQLite database file [default: auth.db]')
            [CompletionResult]::new('-u', '-u', [CompletionResultType]::ParameterName, 'User of the database server')
            [CompletionResult]::new('--username', '--username', [CompletionResultType]::ParameterName, 'User of the database server')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'Host of the database server [default: localhost]')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Port of the database server [default: 5432 or 3306]')
            [CompletionResult]::new('--port', '--port', [CompletionResultType]::ParameterName, 'Port of the database server [default: 5432 or 3306]')
            [CompletionResult]::new('--db-name', '--db-name', [CompletionResultType]::ParameterName, 'Name of the database on the server [default: the user''s name]')
            [CompletionResult]::new('--db-password-file', '--db-password-file', [CompletionResultType]::ParameterName, 'File with the password of the database user')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use color; NO_COLOR turns it off too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only warnings and errors to stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only warnings and errors to stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print more details to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print more details to stderr')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Assume yes for all confirmations')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Assume yes for all confirmations')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; fail if a value is missing')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'amqtt-admin;completions' {
            [CompletionResult]::new('--output-dir', '--output-dir', [CompletionResultType]::ParameterName, 'Write the completions of all shells to this directory')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use color; NO_COLOR turns it off too')
            [CompletionResult]::new('--dynamic', '--dynamic', [CompletionResultType]::ParameterName, 'Complete names from the database too, such as accounts; the shell runs amqtt-admin as you type')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Replace files that differ')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only warnings and errors to stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only warnings and errors to stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print more details to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print more details to stderr')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Assume yes for all confirmations')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Assume yes for all confirmations')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; fail if a value is missing')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'amqtt-admin;man' {
            [CompletionResult]::new('--output-dir', '--output-dir', [CompletionResultType]::ParameterName, 'Write the pages of all commands to this directory')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use color; NO_COLOR turns it off too')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Replace files that differ')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only warnings and errors to stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only warnings and errors to stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print more details to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print more details to stderr')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Assume yes for all confirmations')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Assume yes for all confirmations')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; fail if a value is missing')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'amqtt-admin;version' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use color; NO_COLOR turns it off too')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only warnings and errors to stderr')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only warnings and errors to stderr')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Print more details to stderr')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Print more details to stderr')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Assume yes for all confirmations')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Assume yes for all confirmations')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never prompt; fail if a value is missing')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'amqtt-admin;help' {
            [CompletionResult]::new('ca', 'ca', [CompletionResultType]::ParameterValue, 'Manage the certificate authority, the root of trust for the broker and the devices')
            [CompletionResult]::new('server', 'server', [CompletionResultType]::ParameterValue, 'Manage the broker''s credential')
            [CompletionResult]::new('device', 'device', [CompletionResultType]::ParameterValue, 'Manage the devices'' credentials')
            [CompletionResult]::new('user', 'user', [CompletionResultType]::ParameterValue, 'Manage accounts: who may log in with a password')
            [CompletionResult]::new('topic', 'topic', [CompletionResultType]::ParameterValue, 'Manage topic rights: what each client may publish, subscribe to, and receive')
            [CompletionResult]::new('serve', 'serve', [CompletionResultType]::ParameterValue, 'Answer brokers over HTTP: who may connect, and what each client may do')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Generate shell completions')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Show or write manual pages')
            [CompletionResult]::new('version', 'version', [CompletionResultType]::ParameterValue, 'Print the version')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'amqtt-admin;help;ca' {
            [CompletionResult]::new('create', 'create', [CompletionResultType]::ParameterValue, 'Create the key and certificate of a root CA: ca.key and ca.crt')
            [CompletionResult]::new('intermediate', 'intermediate', [CompletionResultType]::ParameterValue, 'Create an issuing CA below another one: intermediate.key and intermediate.crt')
            [CompletionResult]::new('crl', 'crl', [CompletionResultType]::ParameterValue, 'Sign the CA''s revocation list, ca.crl, replacing the previous one')
            [CompletionResult]::new('revoke', 'revoke', [CompletionResultType]::ParameterValue, 'Revoke certificates of issuing CAs for good')
            [CompletionResult]::new('status', 'status', [CompletionResultType]::ParameterValue, 'Report what needs attention: the CA, its certificates, its revocation list')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show the CA: fingerprint, expiry, and whether key and certificate belong together')
            break
        }
        'amqtt-admin;help;ca;create' {
            break
        }
        'amqtt-admin;help;ca;intermediate' {
            break
        }
        'amqtt-admin;help;ca;crl' {
            break
        }
        'amqtt-admin;help;ca;revoke' {
            break
        }
        'amqtt-admin;help;ca;status' {
            break
        }
        'amqtt-admin;help;ca;show' {
            break
        }
        'amqtt-admin;help;server' {
            [CompletionResult]::new('create', 'create', [CompletionResultType]::ParameterValue, 'Create the key and certificate of the broker, server.key and server.crt')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show a broker''s certificate, or a broker configuration that uses it')
            [CompletionResult]::new('sign', 'sign', [CompletionResultType]::ParameterValue, 'Sign a broker''s certificate request, into server.crt')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the brokers'' certificates in the inventory')
            [CompletionResult]::new('renew', 'renew', [CompletionResultType]::ParameterValue, 'Renew the certificate of a broker that is about to expire')
            [CompletionResult]::new('revoke', 'revoke', [CompletionResultType]::ParameterValue, 'Revoke certificates of brokers for good')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Check whether a client that trusts the CA would accept the certificate for a host')
            [CompletionResult]::new('doctor', 'doctor', [CompletionResultType]::ParameterValue, 'Find what is wrong with a broker''s configuration')
            [CompletionResult]::new('probe', 'probe', [CompletionResultType]::ParameterValue, 'Prove what a live broker admits and refuses')
            break
        }
        'amqtt-admin;help;server;create' {
            break
        }
        'amqtt-admin;help;server;show' {
            break
        }
        'amqtt-admin;help;server;sign' {
            break
        }
        'amqtt-admin;help;server;list' {
            break
        }
        'amqtt-admin;help;server;renew' {
            break
        }
        'amqtt-admin;help;server;revoke' {
            break
        }
        'amqtt-admin;help;server;verify' {
            break
        }
        'amqtt-admin;help;server;doctor' {
            break
        }
        'amqtt-admin;help;server;probe' {
            break
        }
        'amqtt-admin;help;device' {
            [CompletionResult]::new('create', 'create', [CompletionResultType]::ParameterValue, 'Create the key and certificate of a device, ID.key and ID.crt')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Create the keys and certificates of many devices, from a file or by number')
            [CompletionResult]::new('reconcile', 'reconcile', [CompletionResultType]::ParameterValue, 'Add certificates that the inventory lacks, and report those that are missing from the directory')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Export the credential of a device in a form that devices take')
            [CompletionResult]::new('sign', 'sign', [CompletionResultType]::ParameterValue, 'Sign a device''s certificate request, into ID.crt')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show a device''s certificate, or all that the inventory knows of a device')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the devices'' certificates in the inventory')
            [CompletionResult]::new('forecast', 'forecast', [CompletionResultType]::ParameterValue, 'Report how many device certificates expire, week by week')
            [CompletionResult]::new('renew', 'renew', [CompletionResultType]::ParameterValue, 'Renew certificates of devices that are about to expire')
            [CompletionResult]::new('revoke', 'revoke', [CompletionResultType]::ParameterValue, 'Revoke certificates of devices for good')
            [CompletionResult]::new('suspend', 'suspend', [CompletionResultType]::ParameterValue, 'Put certificates of devices on hold')
            [CompletionResult]::new('resume', 'resume', [CompletionResultType]::ParameterValue, 'Take certificates of devices off hold')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Check whether a broker would admit a certificate as a client, and which rule refuses it if not')
            break
        }
        'amqtt-admin;help;device;create' {
            break
        }
        'amqtt-admin;help;device;import' {
            break
        }
        'amqtt-admin;help;device;reconcile' {
            break
        }
        'amqtt-admin;help;device;export' {
            break
        }
        'amqtt-admin;help;device;sign' {
            break
        }
        'amqtt-admin;help;device;show' {
            break
        }
        'amqtt-admin;help;device;list' {
            break
        }
        'amqtt-admin;help;device;forecast' {
            break
        }
        'amqtt-admin;help;device;renew' {
            break
        }
        'amqtt-admin;help;device;revoke' {
            break
        }
        'amqtt-admin;help;device;suspend' {
            break
        }
        'amqtt-admin;help;device;resume' {
            break
        }
        'amqtt-admin;help;device;verify' {
            break
        }
        'amqtt-admin;help;user' {
            [CompletionResult]::new('sync', 'sync', [CompletionResultType]::ParameterValue, 'Create or upgrade the tables; can be repeated, and never removes anything')
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Add an account')
            [CompletionResult]::new('pwd', 'pwd', [CompletionResultType]::ParameterValue, 'Set a new password for an account')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Check a password against an account')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Import accounts from CSV, NDJSON or JSON, or from Mosquitto')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Export all accounts with their hashes, as CSV or as --format says')
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
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Export all rights, as CSV or as --format says')
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
        'amqtt-admin;help;serve' {
            break
        }
        'amqtt-admin;help;completions' {
            break
        }
        'amqtt-admin;help;man' {
            break
        }
        'amqtt-admin;help;version' {
            break
        }
        'amqtt-admin;help;help' {
            break
        }
    })

    $completions.Where{ $_.CompletionText -like "$wordToComplete*" } |
        Sort-Object -Property ListItemText
}
