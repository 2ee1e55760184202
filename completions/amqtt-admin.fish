# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_amqtt_admin_global_optspecs
    string join \n format= q/quiet v/verbose color= y/yes no-input h/help V/version
end

function __fish_amqtt_admin_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_amqtt_admin_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_amqtt_admin_using_subcommand
    set -l cmd (__fish_amqtt_admin_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c amqtt-admin -n "__fish_amqtt_admin_needs_command" -l format -d 'Output format' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_needs_command" -l color -d 'When to use color; NO_COLOR turns it off too' -r -f -a "auto\t''
always\t''
never\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_needs_command" -s q -l quiet -d 'Print only warnings and errors to stderr'
complete -c amqtt-admin -n "__fish_amqtt_admin_needs_command" -s v -l verbose -d 'Print more details to stderr'
complete -c amqtt-admin -n "__fish_amqtt_admin_needs_command" -s y -l yes -d 'Assume yes for all confirmations'
complete -c amqtt-admin -n "__fish_amqtt_admin_needs_command" -l no-input -d 'Never prompt; fail if a value is missing'
complete -c amqtt-admin -n "__fish_amqtt_admin_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c amqtt-admin -n "__fish_amqtt_admin_needs_command" -s V -l version -d 'Print version'
complete -c amqtt-admin -n "__fish_amqtt_admin_needs_command" -f -a "ca" -d 'Manage the certificate authority, the root of trust for the broker and the devices'
complete -c amqtt-admin -n "__fish_amqtt_admin_needs_command" -f -a "server" -d 'Manage the broker\'s credential'
complete -c amqtt-admin -n "__fish_amqtt_admin_needs_command" -f -a "device" -d 'Manage the devices\' credentials'
complete -c amqtt-admin -n "__fish_amqtt_admin_needs_command" -f -a "user" -d 'Manage accounts: who may log in with a password'
complete -c amqtt-admin -n "__fish_amqtt_admin_needs_command" -f -a "topic" -d 'Manage topic rights: what each client may publish, subscribe to, and receive'
complete -c amqtt-admin -n "__fish_amqtt_admin_needs_command" -f -a "serve" -d 'Answer brokers over HTTP: who may connect, and what each client may do'
complete -c amqtt-admin -n "__fish_amqtt_admin_needs_command" -f -a "completions" -d 'Generate shell completions'
complete -c amqtt-admin -n "__fish_amqtt_admin_needs_command" -f -a "man" -d 'Show or write manual pages'
complete -c amqtt-admin -n "__fish_amqtt_admin_needs_command" -f -a "version" -d 'Print the version'
complete -c amqtt-admin -n "__fish_amqtt_admin_needs_command" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and not __fish_seen_subcommand_from create intermediate crl revoke status show help" -l format -d 'Output format' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and not __fish_seen_subcommand_from create intermediate crl revoke status show help" -l color -d 'When to use color; NO_COLOR turns it off too' -r -f -a "auto\t''
always\t''
never\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and not __fish_seen_subcommand_from create intermediate crl revoke status show help" -s q -l quiet -d 'Print only warnings and errors to stderr'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and not __fish_seen_subcommand_from create intermediate crl revoke status show help" -s v -l verbose -d 'Print more details to stderr'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and not __fish_seen_subcommand_from create intermediate crl revoke status show help" -s y -l yes -d 'Assume yes for all confirmations'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and not __fish_seen_subcommand_from create intermediate crl revoke status show help" -l no-input -d 'Never prompt; fail if a value is missing'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and not __fish_seen_subcommand_from create intermediate crl revoke status show help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and not __fish_seen_subcommand_from create intermediate crl revoke status show help" -f -a "create" -d 'Create the key and certificate of a root CA: ca.key and ca.crt'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and not __fish_seen_subcommand_from create intermediate crl revoke status show help" -f -a "intermediate" -d 'Create an issuing CA below another one: intermediate.key and intermediate.crt'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and not __fish_seen_subcommand_from create intermediate crl revoke status show help" -f -a "crl" -d 'Sign the CA\'s revocation list, ca.crl, replacing the previous one'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and not __fish_seen_subcommand_from create intermediate crl revoke status show help" -f -a "revoke" -d 'Revoke certificates of issuing CAs for good'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and not __fish_seen_subcommand_from create intermediate crl revoke status show help" -f -a "status" -d 'Report what needs attention: the CA, its certificates, its revocation list'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and not __fish_seen_subcommand_from create intermediate crl revoke status show help" -f -a "show" -d 'Show the CA: fingerprint, expiry, and whether key and certificate belong together'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and not __fish_seen_subcommand_from create intermediate crl revoke status show help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from create" -l cn -d 'Common name of the CA' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from create" -l country -d 'Country of the CA (two-letter code)' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from create" -l state -d 'State or province of the CA' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from create" -l locality -d 'Locality of the CA' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from create" -l org-name -d 'Organization of the CA' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from create" -l uri -l trust-domain -d 'Default trust domain for its devices' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from create" -l path-len -d 'Maximum number of intermediate CAs below this one [default: 0]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from create" -l output-dir -d 'Directory for the files; it must exist' -r -f -a "(__fish_complete_directories)"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from create" -l key-type -d 'Type of the new key [default: ecdsa-p256]' -r -f -a "ecdsa-p256\t''
ecdsa-p384\t''
ed25519\t''
rsa-2048\t''
rsa-3072\t''
rsa-4096\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from create" -l inventory -d 'Inventory of certificates: sqlite:PATH, postgresql://…, mysql://…, mariadb://… [default: ca.db beside the CA certificate]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from create" -l inventory-password-file -d 'File with the password of the inventory\'s database user' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from create" -l days -d 'Days until the certificate expires' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from create" -l passphrase-file -d 'Encrypt the key with the passphrase in this file' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from create" -l if-exists -d 'What to do if the target already exists' -r -f -a "fail\t'Fail'
skip\t'Succeed without a change if it is what was asked for'"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from create" -l format -d 'Output format' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from create" -l color -d 'When to use color; NO_COLOR turns it off too' -r -f -a "auto\t''
always\t''
never\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from create" -l no-record -d 'Do not record the certificate in the inventory'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from create" -l force-ca -d 'Replace an existing CA, keeping the old files as *.old'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from create" -s q -l quiet -d 'Print only warnings and errors to stderr'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from create" -s v -l verbose -d 'Print more details to stderr'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from create" -s y -l yes -d 'Assume yes for all confirmations'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from create" -l no-input -d 'Never prompt; fail if a value is missing'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from create" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from intermediate" -l cn -d 'Common name of the CA' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from intermediate" -l country -d 'Country of the CA (two-letter code)' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from intermediate" -l state -d 'State or province of the CA' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from intermediate" -l locality -d 'Locality of the CA' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from intermediate" -l org-name -d 'Organization of the CA' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from intermediate" -l uri -l trust-domain -d 'Default trust domain for its devices' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from intermediate" -l name -d 'Name of the files, without .key and .crt' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from intermediate" -l ca-key -d 'Private key of the CA' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from intermediate" -l ca-crt -d 'Certificate of the CA' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from intermediate" -l passphrase-file -d 'File with the passphrase of the CA key' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from intermediate" -l output-dir -d 'Directory for the files; it must exist' -r -f -a "(__fish_complete_directories)"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from intermediate" -l key-type -d 'Type of the new key [default: ecdsa-p256]' -r -f -a "ecdsa-p256\t''
ecdsa-p384\t''
ed25519\t''
rsa-2048\t''
rsa-3072\t''
rsa-4096\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from intermediate" -l inventory -d 'Inventory of certificates: sqlite:PATH, postgresql://…, mysql://…, mariadb://… [default: ca.db beside the CA certificate]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from intermediate" -l inventory-password-file -d 'File with the password of the inventory\'s database user' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from intermediate" -l days -d 'Days until the certificate expires, at most those of the CA above it' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from intermediate" -l new-passphrase-file -d 'Encrypt the new key with the passphrase in this file' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from intermediate" -l if-exists -d 'What to do if the target already exists' -r -f -a "fail\t'Fail'
skip\t'Succeed without a change if it is what was asked for'"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from intermediate" -l format -d 'Output format' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from intermediate" -l color -d 'When to use color; NO_COLOR turns it off too' -r -f -a "auto\t''
always\t''
never\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from intermediate" -l no-record -d 'Do not record the certificate in the inventory'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from intermediate" -l force-ca -d 'Replace an existing CA, keeping the old files as *.old'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from intermediate" -s q -l quiet -d 'Print only warnings and errors to stderr'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from intermediate" -s v -l verbose -d 'Print more details to stderr'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from intermediate" -s y -l yes -d 'Assume yes for all confirmations'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from intermediate" -l no-input -d 'Never prompt; fail if a value is missing'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from intermediate" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from crl" -l to -d 'File of the list [default: beside the CA certificate, ca.crl beside ca.crt]' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from crl" -l days -d 'Days until the list lapses, at most those of the CA' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from crl" -l with -d 'File with other issuers\' lists, to go into the same file; may be given several times' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from crl" -l ahead -d 'Sign a calendar of lists for this long, while the key is at hand' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from crl" -l every -d 'Interval between the lists of the calendar; each list is valid for two intervals' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from crl" -l output-dir -d 'Directory of the calendar; it must exist' -r -f -a "(__fish_complete_directories)"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from crl" -l publish -d 'Publish the list of this calendar that is in force now, without the key' -r -f -a "(__fish_complete_directories)"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from crl" -l check -d 'Check a list instead: whether it lapses soon, lacks a revocation, or is older than another' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from crl" -l expires-within -d 'How soon a list may lapse (with --check)' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from crl" -l ca-key -d 'Private key of the CA' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from crl" -l ca-crt -d 'Certificate of the CA' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from crl" -l passphrase-file -d 'File with the passphrase of the CA key' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from crl" -l inventory -d 'Inventory of certificates: sqlite:PATH, postgresql://…, mysql://…, mariadb://… [default: ca.db beside the CA certificate]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from crl" -l inventory-password-file -d 'File with the password of the inventory\'s database user' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from crl" -l format -d 'Output format' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from crl" -l color -d 'When to use color; NO_COLOR turns it off too' -r -f -a "auto\t''
always\t''
never\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from crl" -l der -d 'Write the list in DER too, to a file of the same name and .der'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from crl" -l force -d 'Replace the list even by an older one, or by one that has lost certificates'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from crl" -s q -l quiet -d 'Print only warnings and errors to stderr'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from crl" -s v -l verbose -d 'Print more details to stderr'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from crl" -s y -l yes -d 'Assume yes for all confirmations'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from crl" -l no-input -d 'Never prompt; fail if a value is missing'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from crl" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from revoke" -l serial -d 'Serial number of a certificate of this CA, in hex; may be given several times' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from revoke" -l cert -d 'Certificate of this CA, in the inventory or not; may be given several times' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from revoke" -l from -d 'File with one name per line, or - for stdin' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from revoke" -l reason -d 'Reason for the revocation' -r -f -a "unspecified\t'No reason is given'
key-compromise\t'The private key is, or may be, known to others'
ca-compromise\t'The private key of a CA is, or may be, known to others'
affiliation-changed\t'What the certificate says about its holder is no longer true'
superseded\t'Another certificate has taken its place'
cessation-of-operation\t'The device or broker is out of service'
privilege-withdrawn\t'The holder may no longer do what the certificate allows'"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from revoke" -l if-missing -d 'What to do if the target does not exist' -r -f -a "fail\t'Fail'
skip\t'Succeed without a change'"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from revoke" -l ca-key -d 'Private key of the CA' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from revoke" -l ca-crt -d 'Certificate of the CA' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from revoke" -l passphrase-file -d 'File with the passphrase of the CA key' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from revoke" -l inventory -d 'Inventory of certificates: sqlite:PATH, postgresql://…, mysql://…, mariadb://… [default: ca.db beside the CA certificate]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from revoke" -l inventory-password-file -d 'File with the password of the inventory\'s database user' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from revoke" -l format -d 'Output format' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from revoke" -l color -d 'When to use color; NO_COLOR turns it off too' -r -f -a "auto\t''
always\t''
never\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from revoke" -l crl -d 'Sign the revocation list at once'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from revoke" -s q -l quiet -d 'Print only warnings and errors to stderr'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from revoke" -s v -l verbose -d 'Print more details to stderr'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from revoke" -s y -l yes -d 'Assume yes for all confirmations'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from revoke" -l no-input -d 'Never prompt; fail if a value is missing'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from revoke" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from status" -l expires-within -d 'How soon a certificate may expire' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from status" -l crl-within -d 'How soon a revocation list may lapse' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from status" -l crl -d 'Revocation list that brokers read [default: beside the CA certificate, ca.crl beside ca.crt]' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from status" -l ca-crt -d 'Certificate of the CA' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from status" -l inventory -d 'Inventory of certificates: sqlite:PATH, postgresql://…, mysql://…, mariadb://… [default: ca.db beside the CA certificate]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from status" -l inventory-password-file -d 'File with the password of the inventory\'s database user' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from status" -l format -d 'Output format' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from status" -l color -d 'When to use color; NO_COLOR turns it off too' -r -f -a "auto\t''
always\t''
never\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from status" -l prometheus -d 'Print metrics in the text format of Prometheus, whatever --format says'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from status" -s q -l quiet -d 'Print only warnings and errors to stderr'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from status" -s v -l verbose -d 'Print more details to stderr'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from status" -s y -l yes -d 'Assume yes for all confirmations'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from status" -l no-input -d 'Never prompt; fail if a value is missing'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from status" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from show" -l ca-key -d 'Private key of the CA' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from show" -l ca-crt -d 'Certificate of the CA' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from show" -l passphrase-file -d 'File with the passphrase of the CA key' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from show" -l format -d 'Output format' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from show" -l color -d 'When to use color; NO_COLOR turns it off too' -r -f -a "auto\t''
always\t''
never\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Print only warnings and errors to stderr'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from show" -s v -l verbose -d 'Print more details to stderr'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from show" -s y -l yes -d 'Assume yes for all confirmations'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from show" -l no-input -d 'Never prompt; fail if a value is missing'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from help" -f -a "create" -d 'Create the key and certificate of a root CA: ca.key and ca.crt'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from help" -f -a "intermediate" -d 'Create an issuing CA below another one: intermediate.key and intermediate.crt'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from help" -f -a "crl" -d 'Sign the CA\'s revocation list, ca.crl, replacing the previous one'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from help" -f -a "revoke" -d 'Revoke certificates of issuing CAs for good'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from help" -f -a "status" -d 'Report what needs attention: the CA, its certificates, its revocation list'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from help" -f -a "show" -d 'Show the CA: fingerprint, expiry, and whether key and certificate belong together'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand ca; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and not __fish_seen_subcommand_from create show sign list renew revoke verify doctor probe help" -l format -d 'Output format' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and not __fish_seen_subcommand_from create show sign list renew revoke verify doctor probe help" -l color -d 'When to use color; NO_COLOR turns it off too' -r -f -a "auto\t''
always\t''
never\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and not __fish_seen_subcommand_from create show sign list renew revoke verify doctor probe help" -s q -l quiet -d 'Print only warnings and errors to stderr'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and not __fish_seen_subcommand_from create show sign list renew revoke verify doctor probe help" -s v -l verbose -d 'Print more details to stderr'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and not __fish_seen_subcommand_from create show sign list renew revoke verify doctor probe help" -s y -l yes -d 'Assume yes for all confirmations'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and not __fish_seen_subcommand_from create show sign list renew revoke verify doctor probe help" -l no-input -d 'Never prompt; fail if a value is missing'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and not __fish_seen_subcommand_from create show sign list renew revoke verify doctor probe help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and not __fish_seen_subcommand_from create show sign list renew revoke verify doctor probe help" -f -a "create" -d 'Create the key and certificate of the broker, server.key and server.crt'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and not __fish_seen_subcommand_from create show sign list renew revoke verify doctor probe help" -f -a "show" -d 'Show a broker\'s certificate, or a broker configuration that uses it'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and not __fish_seen_subcommand_from create show sign list renew revoke verify doctor probe help" -f -a "sign" -d 'Sign a broker\'s certificate request, into server.crt'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and not __fish_seen_subcommand_from create show sign list renew revoke verify doctor probe help" -f -a "list" -d 'List the brokers\' certificates in the inventory'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and not __fish_seen_subcommand_from create show sign list renew revoke verify doctor probe help" -f -a "renew" -d 'Renew the certificate of a broker that is about to expire'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and not __fish_seen_subcommand_from create show sign list renew revoke verify doctor probe help" -f -a "revoke" -d 'Revoke certificates of brokers for good'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and not __fish_seen_subcommand_from create show sign list renew revoke verify doctor probe help" -f -a "verify" -d 'Check whether a client that trusts the CA would accept the certificate for a host'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and not __fish_seen_subcommand_from create show sign list renew revoke verify doctor probe help" -f -a "doctor" -d 'Find what is wrong with a broker\'s configuration'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and not __fish_seen_subcommand_from create show sign list renew revoke verify doctor probe help" -f -a "probe" -d 'Prove what a live broker admits and refuses'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and not __fish_seen_subcommand_from create show sign list renew revoke verify doctor probe help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from create" -l cn -d 'Host name or IP address of the broker (any text if --dns or --ip is given)' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from create" -l country -d 'Country of the broker (two-letter code) [default: the CA\'s]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from create" -l org-name -d 'Organization of the broker [default: the CA\'s]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from create" -l dns -d 'Further host names that clients use, which may begin with \'*.\'' -r -f -a "(__fish_print_hostnames)"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from create" -l ip -d 'Further addresses that clients use' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from create" -l ca-key -d 'Private key of the CA' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from create" -l ca-crt -d 'Certificate of the CA' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from create" -l passphrase-file -d 'File with the passphrase of the CA key' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from create" -l output-dir -d 'Directory for the files; it must exist' -r -f -a "(__fish_complete_directories)"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from create" -l key-type -d 'Type of the new key [default: ecdsa-p256]' -r -f -a "ecdsa-p256\t''
ecdsa-p384\t''
ed25519\t''
rsa-2048\t''
rsa-3072\t''
rsa-4096\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from create" -l inventory -d 'Inventory of certificates: sqlite:PATH, postgresql://…, mysql://…, mariadb://… [default: ca.db beside the CA certificate]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from create" -l inventory-password-file -d 'File with the password of the inventory\'s database user' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from create" -l days -d 'Days until the certificate expires, at most those of the CA' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from create" -l key -d 'Certify this existing private key instead of generating one' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from create" -l if-exists -d 'What to do if the target already exists' -r -f -a "fail\t'Fail'
skip\t'Succeed without a change if it is what was asked for'"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from create" -l format -d 'Output format' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from create" -l color -d 'When to use color; NO_COLOR turns it off too' -r -f -a "auto\t''
always\t''
never\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from create" -l no-loopback -d 'Leave out 127.0.0.1'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from create" -l no-record -d 'Do not record the certificate in the inventory'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from create" -l allow-shared-key -d 'Certify a key that is recorded under another name too (never that of the CA)'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from create" -l force -d 'Replace existing files, keeping the old ones as *.old'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from create" -s q -l quiet -d 'Print only warnings and errors to stderr'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from create" -s v -l verbose -d 'Print more details to stderr'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from create" -s y -l yes -d 'Assume yes for all confirmations'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from create" -l no-input -d 'Never prompt; fail if a value is missing'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from create" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from show" -l config -d 'Print the configuration of this broker instead' -r -f -a "amqtt\t''
amqtt-plugin\t''
mosquitto\t''
mosquitto-plugin\t''
emqx\t''
go-auth\t''
nanomq\t''
rabbitmq\t''
rabbitmq-advanced\t''
vernemq\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from show" -l url -d 'Address of `amqtt-admin serve`, for a broker that asks it [default: http://127.0.0.1:9180]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from show" -l ca-crt -d 'Certificate of the CA' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from show" -l key -d 'Private key to check against the certificate; with --config, the one in the configuration [default there: the certificate\'s name with .key]' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from show" -l format -d 'Output format' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from show" -l color -d 'When to use color; NO_COLOR turns it off too' -r -f -a "auto\t''
always\t''
never\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Print only warnings and errors to stderr'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from show" -s v -l verbose -d 'Print more details to stderr'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from show" -s y -l yes -d 'Assume yes for all confirmations'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from show" -l no-input -d 'Never prompt; fail if a value is missing'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from sign" -l cn -d 'Host name or IP address of the broker (any text if --dns or --ip is given)' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from sign" -l country -d 'Country of the broker (two-letter code) [default: the CA\'s]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from sign" -l org-name -d 'Organization of the broker [default: the CA\'s]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from sign" -l dns -d 'Further host names that clients use, which may begin with \'*.\'' -r -f -a "(__fish_print_hostnames)"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from sign" -l ip -d 'Further addresses that clients use' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from sign" -l csr -d 'Certificate request in PEM or DER; - for stdin' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from sign" -l if-exists -d 'What to do if the target already exists' -r -f -a "fail\t'Fail'
skip\t'Succeed without a change if it is what was asked for'"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from sign" -l ca-key -d 'Private key of the CA' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from sign" -l ca-crt -d 'Certificate of the CA' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from sign" -l passphrase-file -d 'File with the passphrase of the CA key' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from sign" -l output-dir -d 'Directory for the files; it must exist' -r -f -a "(__fish_complete_directories)"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from sign" -l inventory -d 'Inventory of certificates: sqlite:PATH, postgresql://…, mysql://…, mariadb://… [default: ca.db beside the CA certificate]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from sign" -l inventory-password-file -d 'File with the password of the inventory\'s database user' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from sign" -l days -d 'Days until the certificate expires, at most those of the CA' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from sign" -l format -d 'Output format' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from sign" -l color -d 'When to use color; NO_COLOR turns it off too' -r -f -a "auto\t''
always\t''
never\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from sign" -l no-loopback -d 'Leave out 127.0.0.1'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from sign" -l stdout -d 'Write the certificate to stdout instead of a file'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from sign" -l allow-shared-key -d 'Certify a key that is recorded under another name too (never that of the CA)'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from sign" -l force -d 'Replace an existing certificate, keeping the old one as *.old'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from sign" -l no-record -d 'Do not record the certificate in the inventory'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from sign" -s q -l quiet -d 'Print only warnings and errors to stderr'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from sign" -s v -l verbose -d 'Print more details to stderr'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from sign" -s y -l yes -d 'Assume yes for all confirmations'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from sign" -l no-input -d 'Never prompt; fail if a value is missing'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from sign" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from list" -l state -d 'Only certificates in this state; may be given several times' -r -f -a "reserved\t'Its serial number is taken, and it is not published yet'
issued\t'It is in force, unless it has expired'
revoked\t'It is revoked for good'
held\t'It is on hold'
superseded\t'Another one has taken its place'
abandoned\t'Its serial number was reserved, and nothing was published'"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from list" -l expires-within -d 'Only certificates that expire within this time' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from list" -l ca-crt -d 'Certificate of the CA' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from list" -l inventory -d 'Inventory of certificates: sqlite:PATH, postgresql://…, mysql://…, mariadb://… [default: ca.db beside the CA certificate]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from list" -l inventory-password-file -d 'File with the password of the inventory\'s database user' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from list" -l format -d 'Output format' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from list" -l color -d 'When to use color; NO_COLOR turns it off too' -r -f -a "auto\t''
always\t''
never\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from list" -l expired -d 'Only certificates that have expired'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Print only warnings and errors to stderr'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Print more details to stderr'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from list" -s y -l yes -d 'Assume yes for all confirmations'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from list" -l no-input -d 'Never prompt; fail if a value is missing'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from renew" -l expires-within -d 'Renew certificates with less than this left, such as 30d [default: a third of the lifetime; any, for those named]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from renew" -l spread -d 'Postpone what can wait by up to this long, by a hash of the name, such as 7d' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from renew" -l key-type -d 'Type of the new key [default: that of the old key]' -r -f -a "ecdsa-p256\t''
ecdsa-p384\t''
ed25519\t''
rsa-2048\t''
rsa-3072\t''
rsa-4096\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from renew" -l ca-key -d 'Private key of the CA' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from renew" -l ca-crt -d 'Certificate of the CA' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from renew" -l passphrase-file -d 'File with the passphrase of the CA key' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from renew" -l output-dir -d 'Directory for the files; it must exist' -r -f -a "(__fish_complete_directories)"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from renew" -l inventory -d 'Inventory of certificates: sqlite:PATH, postgresql://…, mysql://…, mariadb://… [default: ca.db beside the CA certificate]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from renew" -l inventory-password-file -d 'File with the password of the inventory\'s database user' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from renew" -l format -d 'Output format' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from renew" -l color -d 'When to use color; NO_COLOR turns it off too' -r -f -a "auto\t''
always\t''
never\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from renew" -l reuse-key -d 'Keep the private key, even one that is not here (as after a certificate request)'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from renew" -l revoke-old -d 'Revoke the old certificates at once, with the reason superseded'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from renew" -l dry-run -d 'Show what would be renewed, without changing anything'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from renew" -s q -l quiet -d 'Print only warnings and errors to stderr'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from renew" -s v -l verbose -d 'Print more details to stderr'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from renew" -s y -l yes -d 'Assume yes for all confirmations'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from renew" -l no-input -d 'Never prompt; fail if a value is missing'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from renew" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from revoke" -l serial -d 'Serial number of a certificate of this CA, in hex; may be given several times' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from revoke" -l cert -d 'Certificate of this CA, in the inventory or not; may be given several times' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from revoke" -l from -d 'File with one name per line, or - for stdin' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from revoke" -l reason -d 'Reason for the revocation' -r -f -a "unspecified\t'No reason is given'
key-compromise\t'The private key is, or may be, known to others'
ca-compromise\t'The private key of a CA is, or may be, known to others'
affiliation-changed\t'What the certificate says about its holder is no longer true'
superseded\t'Another certificate has taken its place'
cessation-of-operation\t'The device or broker is out of service'
privilege-withdrawn\t'The holder may no longer do what the certificate allows'"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from revoke" -l if-missing -d 'What to do if the target does not exist' -r -f -a "fail\t'Fail'
skip\t'Succeed without a change'"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from revoke" -l ca-key -d 'Private key of the CA' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from revoke" -l ca-crt -d 'Certificate of the CA' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from revoke" -l passphrase-file -d 'File with the passphrase of the CA key' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from revoke" -l inventory -d 'Inventory of certificates: sqlite:PATH, postgresql://…, mysql://…, mariadb://… [default: ca.db beside the CA certificate]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from revoke" -l inventory-password-file -d 'File with the password of the inventory\'s database user' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from revoke" -l format -d 'Output format' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from revoke" -l color -d 'When to use color; NO_COLOR turns it off too' -r -f -a "auto\t''
always\t''
never\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from revoke" -l superseded -d 'Revoke every certificate that another one has replaced'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from revoke" -l crl -d 'Sign the revocation list at once'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from revoke" -s q -l quiet -d 'Print only warnings and errors to stderr'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from revoke" -s v -l verbose -d 'Print more details to stderr'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from revoke" -s y -l yes -d 'Assume yes for all confirmations'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from revoke" -l no-input -d 'Never prompt; fail if a value is missing'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from revoke" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from verify" -l ca-crt -d 'Certificate of the CA' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from verify" -l hostname -d 'Host name or IP address that clients connect to' -r -f -a "(__fish_print_hostnames)"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from verify" -l key -d 'Private key that must belong to the certificate' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from verify" -l format -d 'Output format' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from verify" -l color -d 'When to use color; NO_COLOR turns it off too' -r -f -a "auto\t''
always\t''
never\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from verify" -s q -l quiet -d 'Print only warnings and errors to stderr'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from verify" -s v -l verbose -d 'Print more details to stderr'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from verify" -s y -l yes -d 'Assume yes for all confirmations'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from verify" -l no-input -d 'Never prompt; fail if a value is missing'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from verify" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from doctor" -l kind -d 'Broker that the configuration is for [default: guessed from the name of the file or its contents]' -r -f -a "mosquitto\t''
amqtt\t''
rabbitmq\t''
emqx\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from doctor" -l hostname -d 'Host name or IP address that clients connect to; may be given several times' -r -f -a "(__fish_print_hostnames)"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from doctor" -l user -d 'User that the broker runs as [default for Mosquitto: from its configuration, or else mosquitto]' -r -f -a "(__fish_complete_users)"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from doctor" -l expires-within -d 'How soon a certificate may expire' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from doctor" -l crl-within -d 'How soon a revocation list may lapse' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from doctor" -l format -d 'Output format' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from doctor" -l color -d 'When to use color; NO_COLOR turns it off too' -r -f -a "auto\t''
always\t''
never\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from doctor" -s q -l quiet -d 'Print only warnings and errors to stderr'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from doctor" -s v -l verbose -d 'Print more details to stderr'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from doctor" -s y -l yes -d 'Assume yes for all confirmations'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from doctor" -l no-input -d 'Never prompt; fail if a value is missing'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from doctor" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from probe" -l as -d 'Device that must be admitted, and only under its own client id' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from probe" -l cert -d 'Certificate of that device, with its chain after it [default: ID.crt]' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from probe" -l key -d 'Private key of that device [default: the certificate\'s name with .key]' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from probe" -l from -d 'Another device, to publish a message that the first one may not receive (with --database-url)' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from probe" -l from-cert -d 'Certificate of that other device, with its chain after it [default: ID.crt]' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from probe" -l from-key -d 'Private key of that other device [default: the certificate\'s name with .key]' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from probe" -l canary -d 'Directory with an expired and a revoked credential, which must be refused; missing ones are created with the CA key' -r -f -a "(__fish_complete_directories)"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from probe" -l database-url -d 'Database with the rights of that device, which the broker must keep' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from probe" -l db-password-file -d 'File with the password of the database user' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from probe" -l uri -l trust-domain -d 'Trust domain of the devices [default: the CA\'s]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from probe" -l timeout -d 'Time limit for each connection attempt' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from probe" -l ca-key -d 'Private key of the CA' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from probe" -l ca-crt -d 'Certificate of the CA' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from probe" -l passphrase-file -d 'File with the passphrase of the CA key' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from probe" -l inventory -d 'Inventory of certificates: sqlite:PATH, postgresql://…, mysql://…, mariadb://… [default: ca.db beside the CA certificate]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from probe" -l inventory-password-file -d 'File with the password of the inventory\'s database user' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from probe" -l format -d 'Output format' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from probe" -l color -d 'When to use color; NO_COLOR turns it off too' -r -f -a "auto\t''
always\t''
never\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from probe" -s q -l quiet -d 'Print only warnings and errors to stderr'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from probe" -s v -l verbose -d 'Print more details to stderr'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from probe" -s y -l yes -d 'Assume yes for all confirmations'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from probe" -l no-input -d 'Never prompt; fail if a value is missing'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from probe" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from help" -f -a "create" -d 'Create the key and certificate of the broker, server.key and server.crt'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from help" -f -a "show" -d 'Show a broker\'s certificate, or a broker configuration that uses it'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from help" -f -a "sign" -d 'Sign a broker\'s certificate request, into server.crt'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from help" -f -a "list" -d 'List the brokers\' certificates in the inventory'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from help" -f -a "renew" -d 'Renew the certificate of a broker that is about to expire'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from help" -f -a "revoke" -d 'Revoke certificates of brokers for good'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from help" -f -a "verify" -d 'Check whether a client that trusts the CA would accept the certificate for a host'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from help" -f -a "doctor" -d 'Find what is wrong with a broker\'s configuration'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from help" -f -a "probe" -d 'Prove what a live broker admits and refuses'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand server; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and not __fish_seen_subcommand_from create import reconcile export sign show list forecast renew revoke suspend resume verify help" -l format -d 'Output format' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and not __fish_seen_subcommand_from create import reconcile export sign show list forecast renew revoke suspend resume verify help" -l color -d 'When to use color; NO_COLOR turns it off too' -r -f -a "auto\t''
always\t''
never\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and not __fish_seen_subcommand_from create import reconcile export sign show list forecast renew revoke suspend resume verify help" -s q -l quiet -d 'Print only warnings and errors to stderr'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and not __fish_seen_subcommand_from create import reconcile export sign show list forecast renew revoke suspend resume verify help" -s v -l verbose -d 'Print more details to stderr'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and not __fish_seen_subcommand_from create import reconcile export sign show list forecast renew revoke suspend resume verify help" -s y -l yes -d 'Assume yes for all confirmations'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and not __fish_seen_subcommand_from create import reconcile export sign show list forecast renew revoke suspend resume verify help" -l no-input -d 'Never prompt; fail if a value is missing'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and not __fish_seen_subcommand_from create import reconcile export sign show list forecast renew revoke suspend resume verify help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and not __fish_seen_subcommand_from create import reconcile export sign show list forecast renew revoke suspend resume verify help" -f -a "create" -d 'Create the key and certificate of a device, ID.key and ID.crt'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and not __fish_seen_subcommand_from create import reconcile export sign show list forecast renew revoke suspend resume verify help" -f -a "import" -d 'Create the keys and certificates of many devices, from a file or by number'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and not __fish_seen_subcommand_from create import reconcile export sign show list forecast renew revoke suspend resume verify help" -f -a "reconcile" -d 'Add certificates that the inventory lacks, and report those that are missing from the directory'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and not __fish_seen_subcommand_from create import reconcile export sign show list forecast renew revoke suspend resume verify help" -f -a "export" -d 'Export the credential of a device in a form that devices take'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and not __fish_seen_subcommand_from create import reconcile export sign show list forecast renew revoke suspend resume verify help" -f -a "sign" -d 'Sign a device\'s certificate request, into ID.crt'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and not __fish_seen_subcommand_from create import reconcile export sign show list forecast renew revoke suspend resume verify help" -f -a "show" -d 'Show a device\'s certificate, or all that the inventory knows of a device'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and not __fish_seen_subcommand_from create import reconcile export sign show list forecast renew revoke suspend resume verify help" -f -a "list" -d 'List the devices\' certificates in the inventory'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and not __fish_seen_subcommand_from create import reconcile export sign show list forecast renew revoke suspend resume verify help" -f -a "forecast" -d 'Report how many device certificates expire, week by week'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and not __fish_seen_subcommand_from create import reconcile export sign show list forecast renew revoke suspend resume verify help" -f -a "renew" -d 'Renew certificates of devices that are about to expire'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and not __fish_seen_subcommand_from create import reconcile export sign show list forecast renew revoke suspend resume verify help" -f -a "revoke" -d 'Revoke certificates of devices for good'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and not __fish_seen_subcommand_from create import reconcile export sign show list forecast renew revoke suspend resume verify help" -f -a "suspend" -d 'Put certificates of devices on hold'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and not __fish_seen_subcommand_from create import reconcile export sign show list forecast renew revoke suspend resume verify help" -f -a "resume" -d 'Take certificates of devices off hold'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and not __fish_seen_subcommand_from create import reconcile export sign show list forecast renew revoke suspend resume verify help" -f -a "verify" -d 'Check whether a broker would admit a certificate as a client, and which rule refuses it if not'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and not __fish_seen_subcommand_from create import reconcile export sign show list forecast renew revoke suspend resume verify help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from create" -l device-id -d 'Device id, which is also the MQTT client id and names the files' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from create" -l uri -l trust-domain -d 'Trust domain of the device [default: the one in the CA certificate]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from create" -l country -d 'Country of the device (two-letter code) [default: the CA\'s]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from create" -l org-name -d 'Organization of the device [default: the CA\'s]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from create" -l ca-key -d 'Private key of the CA' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from create" -l ca-crt -d 'Certificate of the CA' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from create" -l passphrase-file -d 'File with the passphrase of the CA key' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from create" -l output-dir -d 'Directory for the files; it must exist' -r -f -a "(__fish_complete_directories)"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from create" -l key-type -d 'Type of the new key [default: ecdsa-p256]' -r -f -a "ecdsa-p256\t''
ecdsa-p384\t''
ed25519\t''
rsa-2048\t''
rsa-3072\t''
rsa-4096\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from create" -l inventory -d 'Inventory of certificates: sqlite:PATH, postgresql://…, mysql://…, mariadb://… [default: ca.db beside the CA certificate]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from create" -l inventory-password-file -d 'File with the password of the inventory\'s database user' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from create" -l days -d 'Days until the certificate expires, at most those of the CA' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from create" -l key -d 'Certify this existing private key instead of generating one' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from create" -l if-exists -d 'What to do if the target already exists' -r -f -a "fail\t'Fail'
skip\t'Succeed without a change if it is what was asked for'"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from create" -l format -d 'Output format' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from create" -l color -d 'When to use color; NO_COLOR turns it off too' -r -f -a "auto\t''
always\t''
never\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from create" -l svid -d 'Issue a strictly conforming X509-SVID (clientAuth and serverAuth)'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from create" -l no-record -d 'Do not record the certificate in the inventory'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from create" -l allow-shared-key -d 'Certify a key that is recorded under another name too (never that of the CA)'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from create" -l force -d 'Replace existing files, keeping the old ones as *.old'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from create" -s q -l quiet -d 'Print only warnings and errors to stderr'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from create" -s v -l verbose -d 'Print more details to stderr'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from create" -s y -l yes -d 'Assume yes for all confirmations'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from create" -l no-input -d 'Never prompt; fail if a value is missing'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from create" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from import" -l from -d 'Form of the file [default: guessed from its name or its first character]' -r -f -a "csv\t''
ndjson\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from import" -l count -d 'Number of devices, instead of a file' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from import" -l pattern -d 'Device ids with a place for a number, such as sensor-{:06} (with --count)' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from import" -l start -d 'First number (with --count)' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from import" -l uri -l trust-domain -d 'Trust domain of the devices [default: the one in the CA certificate]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from import" -l country -d 'Country of the devices (two-letter code) [default: the CA\'s]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from import" -l org-name -d 'Organization of the devices [default: the CA\'s]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from import" -l ca-key -d 'Private key of the CA' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from import" -l ca-crt -d 'Certificate of the CA' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from import" -l passphrase-file -d 'File with the passphrase of the CA key' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from import" -l output-dir -d 'Directory for the files; it must exist' -r -f -a "(__fish_complete_directories)"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from import" -l layout -d 'Arrangement of the files in the directory' -r -f -a "flat\t'All in one directory'
sharded\t'In 256 directories, 00 to ff, by a hash of the device id'"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from import" -l stream -d 'Write keys and certificates to stdout instead of files' -r -f -a "ndjson\t'One JSON object per line, with key and certificate in PEM'
tar\t'A tar archive of keys and certificates'"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from import" -l have -d 'What arrived from an earlier stream; only the rest is issued (with --stream)' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from import" -l jitter -d 'End each certificate up to this much sooner, by a hash of the device id, such as 30d' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from import" -l key-type -d 'Type of the new key [default: ecdsa-p256]' -r -f -a "ecdsa-p256\t''
ecdsa-p384\t''
ed25519\t''
rsa-2048\t''
rsa-3072\t''
rsa-4096\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from import" -l inventory -d 'Inventory of certificates: sqlite:PATH, postgresql://…, mysql://…, mariadb://… [default: ca.db beside the CA certificate]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from import" -l inventory-password-file -d 'File with the password of the inventory\'s database user' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from import" -l days -d 'Days until the certificates expire, at most those of the CA' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from import" -l format -d 'Output format' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from import" -l color -d 'When to use color; NO_COLOR turns it off too' -r -f -a "auto\t''
always\t''
never\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from import" -l svid -d 'Issue strictly conforming X509-SVIDs (clientAuth and serverAuth)'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from import" -l allow-shared-key -d 'Certify a key that is recorded under another name too (never that of the CA)'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from import" -l no-record -d 'Do not record the certificate in the inventory'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from import" -l dry-run -d 'Check everything and report the number of devices and the space they take, without issuing any'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from import" -s q -l quiet -d 'Print only warnings and errors to stderr'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from import" -s v -l verbose -d 'Print more details to stderr'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from import" -s y -l yes -d 'Assume yes for all confirmations'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from import" -l no-input -d 'Never prompt; fail if a value is missing'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from import" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from reconcile" -l ca-key -d 'Private key of the CA' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from reconcile" -l ca-crt -d 'Certificate of the CA' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from reconcile" -l passphrase-file -d 'File with the passphrase of the CA key' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from reconcile" -l inventory -d 'Inventory of certificates: sqlite:PATH, postgresql://…, mysql://…, mariadb://… [default: ca.db beside the CA certificate]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from reconcile" -l inventory-password-file -d 'File with the password of the inventory\'s database user' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from reconcile" -l format -d 'Output format' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from reconcile" -l color -d 'When to use color; NO_COLOR turns it off too' -r -f -a "auto\t''
always\t''
never\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from reconcile" -s q -l quiet -d 'Print only warnings and errors to stderr'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from reconcile" -s v -l verbose -d 'Print more details to stderr'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from reconcile" -s y -l yes -d 'Assume yes for all confirmations'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from reconcile" -l no-input -d 'Never prompt; fail if a value is missing'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from reconcile" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from export" -l to -d 'Form to export to' -r -f -a "p12\t'PKCS#12 with a passphrase, for phones, browsers, Java and Windows: ID.p12'
der\t'DER without a passphrase, one file each: ID.crt.der, ID.key.der, ID.ca.der'
chain\t'The certificate and those above it without the root, in PEM: ID.chain.pem'
header\t'A C header with arrays, for firmware: ID.h'
nvs\t'CSV for ESP-IDF\'s NVS partition generator: ID.csv'
bundle\t'A tar archive of key, chain, CA and a client\'s configuration: ID.tar'"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from export" -l dir -d 'Directory with the files of the device' -r -f -a "(__fish_complete_directories)"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from export" -l ca-crt -d 'Certificate of the CA' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from export" -l output-dir -d 'Directory for the files; it must exist' -r -f -a "(__fish_complete_directories)"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from export" -l passphrase-file -d 'File with the passphrase of the PKCS#12 file (one trailing newline is dropped)' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from export" -l if-exists -d 'What to do if the target already exists' -r -f -a "fail\t'Fail'
skip\t'Succeed without a change if it is what was asked for'"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from export" -l inventory -d 'Inventory of certificates: sqlite:PATH, postgresql://…, mysql://…, mariadb://… [default: ca.db beside the CA certificate]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from export" -l inventory-password-file -d 'File with the password of the inventory\'s database user' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from export" -l format -d 'Output format' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from export" -l color -d 'When to use color; NO_COLOR turns it off too' -r -f -a "auto\t''
always\t''
never\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from export" -l random-passphrase -d 'Draw a passphrase of 100 random bits for the PKCS#12 file, shown once in the report'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from export" -l legacy -d 'Protect the PKCS#12 file with 3DES and SHA-1, for old phones'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from export" -l force -d 'Replace files of an earlier export'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from export" -s q -l quiet -d 'Print only warnings and errors to stderr'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from export" -s v -l verbose -d 'Print more details to stderr'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from export" -s y -l yes -d 'Assume yes for all confirmations'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from export" -l no-input -d 'Never prompt; fail if a value is missing'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from export" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from sign" -l device-id -d 'Device id, which is also the MQTT client id and names the files' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from sign" -l uri -l trust-domain -d 'Trust domain of the device [default: the one in the CA certificate]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from sign" -l country -d 'Country of the device (two-letter code) [default: the CA\'s]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from sign" -l org-name -d 'Organization of the device [default: the CA\'s]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from sign" -l csr -d 'Certificate request in PEM or DER; - for stdin' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from sign" -l if-exists -d 'What to do if the target already exists' -r -f -a "fail\t'Fail'
skip\t'Succeed without a change if it is what was asked for'"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from sign" -l ca-key -d 'Private key of the CA' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from sign" -l ca-crt -d 'Certificate of the CA' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from sign" -l passphrase-file -d 'File with the passphrase of the CA key' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from sign" -l output-dir -d 'Directory for the files; it must exist' -r -f -a "(__fish_complete_directories)"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from sign" -l inventory -d 'Inventory of certificates: sqlite:PATH, postgresql://…, mysql://…, mariadb://… [default: ca.db beside the CA certificate]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from sign" -l inventory-password-file -d 'File with the password of the inventory\'s database user' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from sign" -l days -d 'Days until the certificate expires, at most those of the CA' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from sign" -l format -d 'Output format' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from sign" -l color -d 'When to use color; NO_COLOR turns it off too' -r -f -a "auto\t''
always\t''
never\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from sign" -l svid -d 'Issue a strictly conforming X509-SVID (clientAuth and serverAuth)'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from sign" -l stdout -d 'Write the certificate to stdout instead of a file'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from sign" -l allow-shared-key -d 'Certify a key that is recorded under another name too (never that of the CA)'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from sign" -l force -d 'Replace an existing certificate, keeping the old one as *.old'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from sign" -l no-record -d 'Do not record the certificate in the inventory'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from sign" -s q -l quiet -d 'Print only warnings and errors to stderr'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from sign" -s v -l verbose -d 'Print more details to stderr'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from sign" -s y -l yes -d 'Assume yes for all confirmations'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from sign" -l no-input -d 'Never prompt; fail if a value is missing'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from sign" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from show" -l ca-crt -d 'Certificate of the CA' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from show" -l inventory -d 'Inventory of certificates: sqlite:PATH, postgresql://…, mysql://…, mariadb://… [default: ca.db beside the CA certificate]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from show" -l inventory-password-file -d 'File with the password of the inventory\'s database user' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from show" -l format -d 'Output format' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from show" -l color -d 'When to use color; NO_COLOR turns it off too' -r -f -a "auto\t''
always\t''
never\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Print only warnings and errors to stderr'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from show" -s v -l verbose -d 'Print more details to stderr'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from show" -s y -l yes -d 'Assume yes for all confirmations'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from show" -l no-input -d 'Never prompt; fail if a value is missing'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from list" -l id -d 'Only devices whose ids match, with * for any characters and ? for one' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from list" -l state -d 'Only certificates in this state; may be given several times' -r -f -a "reserved\t'Its serial number is taken, and it is not published yet'
issued\t'It is in force, unless it has expired'
revoked\t'It is revoked for good'
held\t'It is on hold'
superseded\t'Another one has taken its place'
abandoned\t'Its serial number was reserved, and nothing was published'"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from list" -l expires-within -d 'Only certificates that expire within this time' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from list" -l ca-crt -d 'Certificate of the CA' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from list" -l inventory -d 'Inventory of certificates: sqlite:PATH, postgresql://…, mysql://…, mariadb://… [default: ca.db beside the CA certificate]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from list" -l inventory-password-file -d 'File with the password of the inventory\'s database user' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from list" -l format -d 'Output format' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from list" -l color -d 'When to use color; NO_COLOR turns it off too' -r -f -a "auto\t''
always\t''
never\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from list" -l expired -d 'Only certificates that have expired'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Print only warnings and errors to stderr'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Print more details to stderr'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from list" -s y -l yes -d 'Assume yes for all confirmations'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from list" -l no-input -d 'Never prompt; fail if a value is missing'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from forecast" -l max -d 'Maximum number of certificates that may expire in a week; more is exit code 1' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from forecast" -l ca-crt -d 'Certificate of the CA' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from forecast" -l inventory -d 'Inventory of certificates: sqlite:PATH, postgresql://…, mysql://…, mariadb://… [default: ca.db beside the CA certificate]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from forecast" -l inventory-password-file -d 'File with the password of the inventory\'s database user' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from forecast" -l format -d 'Output format' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from forecast" -l color -d 'When to use color; NO_COLOR turns it off too' -r -f -a "auto\t''
always\t''
never\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from forecast" -s q -l quiet -d 'Print only warnings and errors to stderr'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from forecast" -s v -l verbose -d 'Print more details to stderr'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from forecast" -s y -l yes -d 'Assume yes for all confirmations'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from forecast" -l no-input -d 'Never prompt; fail if a value is missing'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from forecast" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from renew" -l expires-within -d 'Renew certificates with less than this left, such as 30d [default: a third of the lifetime; any, for those named]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from renew" -l spread -d 'Postpone what can wait by up to this long, by a hash of the name, such as 7d' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from renew" -l key-type -d 'Type of the new key [default: that of the old key]' -r -f -a "ecdsa-p256\t''
ecdsa-p384\t''
ed25519\t''
rsa-2048\t''
rsa-3072\t''
rsa-4096\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from renew" -l ca-key -d 'Private key of the CA' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from renew" -l ca-crt -d 'Certificate of the CA' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from renew" -l passphrase-file -d 'File with the passphrase of the CA key' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from renew" -l output-dir -d 'Directory for the files; it must exist' -r -f -a "(__fish_complete_directories)"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from renew" -l inventory -d 'Inventory of certificates: sqlite:PATH, postgresql://…, mysql://…, mariadb://… [default: ca.db beside the CA certificate]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from renew" -l inventory-password-file -d 'File with the password of the inventory\'s database user' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from renew" -l format -d 'Output format' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from renew" -l color -d 'When to use color; NO_COLOR turns it off too' -r -f -a "auto\t''
always\t''
never\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from renew" -l reuse-key -d 'Keep the private key, even one that is not here (as after a certificate request)'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from renew" -l revoke-old -d 'Revoke the old certificates at once, with the reason superseded'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from renew" -l dry-run -d 'Show what would be renewed, without changing anything'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from renew" -s q -l quiet -d 'Print only warnings and errors to stderr'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from renew" -s v -l verbose -d 'Print more details to stderr'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from renew" -s y -l yes -d 'Assume yes for all confirmations'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from renew" -l no-input -d 'Never prompt; fail if a value is missing'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from renew" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from revoke" -l serial -d 'Serial number of a certificate of this CA, in hex; may be given several times' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from revoke" -l cert -d 'Certificate of this CA, in the inventory or not; may be given several times' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from revoke" -l from -d 'File with one name per line, or - for stdin' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from revoke" -l reason -d 'Reason for the revocation' -r -f -a "unspecified\t'No reason is given'
key-compromise\t'The private key is, or may be, known to others'
ca-compromise\t'The private key of a CA is, or may be, known to others'
affiliation-changed\t'What the certificate says about its holder is no longer true'
superseded\t'Another certificate has taken its place'
cessation-of-operation\t'The device or broker is out of service'
privilege-withdrawn\t'The holder may no longer do what the certificate allows'"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from revoke" -l if-missing -d 'What to do if the target does not exist' -r -f -a "fail\t'Fail'
skip\t'Succeed without a change'"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from revoke" -l ca-key -d 'Private key of the CA' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from revoke" -l ca-crt -d 'Certificate of the CA' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from revoke" -l passphrase-file -d 'File with the passphrase of the CA key' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from revoke" -l inventory -d 'Inventory of certificates: sqlite:PATH, postgresql://…, mysql://…, mariadb://… [default: ca.db beside the CA certificate]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from revoke" -l inventory-password-file -d 'File with the password of the inventory\'s database user' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from revoke" -l wait -d 'Broker to wait for (mqtts://HOST:PORT): a session is opened as the device, and the broker must end it' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from revoke" -l timeout -d 'Maximum time to wait for the broker' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from revoke" -l wait-cert -d 'Certificate that the session is opened with [default: ID.crt]' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from revoke" -l wait-key -d 'Private key of that certificate [default: the certificate\'s name with .key]' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from revoke" -l format -d 'Output format' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from revoke" -l color -d 'When to use color; NO_COLOR turns it off too' -r -f -a "auto\t''
always\t''
never\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from revoke" -l superseded -d 'Revoke every certificate that another one has replaced'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from revoke" -l crl -d 'Sign the revocation list at once'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from revoke" -s q -l quiet -d 'Print only warnings and errors to stderr'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from revoke" -s v -l verbose -d 'Print more details to stderr'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from revoke" -s y -l yes -d 'Assume yes for all confirmations'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from revoke" -l no-input -d 'Never prompt; fail if a value is missing'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from revoke" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from suspend" -l serial -d 'Serial number of a certificate of this CA, in hex; may be given several times' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from suspend" -l cert -d 'Certificate of this CA, in the inventory or not; may be given several times' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from suspend" -l from -d 'File with one name per line, or - for stdin' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from suspend" -l if-missing -d 'What to do if the target does not exist' -r -f -a "fail\t'Fail'
skip\t'Succeed without a change'"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from suspend" -l ca-key -d 'Private key of the CA' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from suspend" -l ca-crt -d 'Certificate of the CA' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from suspend" -l passphrase-file -d 'File with the passphrase of the CA key' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from suspend" -l inventory -d 'Inventory of certificates: sqlite:PATH, postgresql://…, mysql://…, mariadb://… [default: ca.db beside the CA certificate]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from suspend" -l inventory-password-file -d 'File with the password of the inventory\'s database user' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from suspend" -l format -d 'Output format' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from suspend" -l color -d 'When to use color; NO_COLOR turns it off too' -r -f -a "auto\t''
always\t''
never\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from suspend" -l crl -d 'Sign the revocation list at once'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from suspend" -s q -l quiet -d 'Print only warnings and errors to stderr'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from suspend" -s v -l verbose -d 'Print more details to stderr'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from suspend" -s y -l yes -d 'Assume yes for all confirmations'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from suspend" -l no-input -d 'Never prompt; fail if a value is missing'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from suspend" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from resume" -l serial -d 'Serial number of a certificate of this CA, in hex; may be given several times' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from resume" -l cert -d 'Certificate of this CA, in the inventory or not; may be given several times' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from resume" -l from -d 'File with one name per line, or - for stdin' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from resume" -l if-missing -d 'What to do if the target does not exist' -r -f -a "fail\t'Fail'
skip\t'Succeed without a change'"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from resume" -l ca-key -d 'Private key of the CA' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from resume" -l ca-crt -d 'Certificate of the CA' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from resume" -l passphrase-file -d 'File with the passphrase of the CA key' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from resume" -l inventory -d 'Inventory of certificates: sqlite:PATH, postgresql://…, mysql://…, mariadb://… [default: ca.db beside the CA certificate]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from resume" -l inventory-password-file -d 'File with the password of the inventory\'s database user' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from resume" -l format -d 'Output format' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from resume" -l color -d 'When to use color; NO_COLOR turns it off too' -r -f -a "auto\t''
always\t''
never\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from resume" -l crl -d 'Sign the revocation list at once'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from resume" -s q -l quiet -d 'Print only warnings and errors to stderr'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from resume" -s v -l verbose -d 'Print more details to stderr'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from resume" -s y -l yes -d 'Assume yes for all confirmations'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from resume" -l no-input -d 'Never prompt; fail if a value is missing'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from resume" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from verify" -l uri -l trust-domain -d 'Trust domain whose devices the broker admits [default: the CA\'s, else the certificate\'s]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from verify" -l client-id -d 'Client id that the device connects with [default: the id in the certificate]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from verify" -l key -d 'Private key that must belong to the certificate' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from verify" -l ca-crt -d 'Certificate of a CA that the broker trusts; repeatable' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from verify" -l chain -d 'Intermediate certificates the device sends' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from verify" -l crl -d 'Revocation lists, in PEM or DER; repeatable. Without any, revocation is not checked' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from verify" -l profile -d 'Validation profile' -r -f -a "device\t'Also what aMQTT\'s scripts issue'
svid\t'Strict X509-SVID'"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from verify" -l at -d 'Time to check for, in RFC 3339 [default: now]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from verify" -l format -d 'Output format' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from verify" -l color -d 'When to use color; NO_COLOR turns it off too' -r -f -a "auto\t''
always\t''
never\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from verify" -s q -l quiet -d 'Print only warnings and errors to stderr'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from verify" -s v -l verbose -d 'Print more details to stderr'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from verify" -s y -l yes -d 'Assume yes for all confirmations'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from verify" -l no-input -d 'Never prompt; fail if a value is missing'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from verify" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from help" -f -a "create" -d 'Create the key and certificate of a device, ID.key and ID.crt'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from help" -f -a "import" -d 'Create the keys and certificates of many devices, from a file or by number'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from help" -f -a "reconcile" -d 'Add certificates that the inventory lacks, and report those that are missing from the directory'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from help" -f -a "export" -d 'Export the credential of a device in a form that devices take'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from help" -f -a "sign" -d 'Sign a device\'s certificate request, into ID.crt'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from help" -f -a "show" -d 'Show a device\'s certificate, or all that the inventory knows of a device'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from help" -f -a "list" -d 'List the devices\' certificates in the inventory'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from help" -f -a "forecast" -d 'Report how many device certificates expire, week by week'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from help" -f -a "renew" -d 'Renew certificates of devices that are about to expire'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from help" -f -a "revoke" -d 'Revoke certificates of devices for good'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from help" -f -a "suspend" -d 'Put certificates of devices on hold'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from help" -f -a "resume" -d 'Take certificates of devices off hold'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from help" -f -a "verify" -d 'Check whether a broker would admit a certificate as a client, and which rule refuses it if not'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand device; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and not __fish_seen_subcommand_from sync add pwd verify import export list rm help" -l database-url -d 'Database: sqlite:PATH, postgresql://…, mysql://…, mariadb://…, or as SQLAlchemy spells it [default: sqlite:auth.db]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and not __fish_seen_subcommand_from sync add pwd verify import export list rm help" -s d -l db -d 'Kind of database (instead of a URL)' -r -f -a "sqlite\t''
postgresql\t''
mysql\t''
mariadb\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and not __fish_seen_subcommand_from sync add pwd verify import export list rm help" -s f -l file -d 'SQLite database file [default: auth.db]' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and not __fish_seen_subcommand_from sync add pwd verify import export list rm help" -s u -l username -d 'User of the database server' -r -f -a "(__fish_complete_users)"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and not __fish_seen_subcommand_from sync add pwd verify import export list rm help" -l host -d 'Host of the database server [default: localhost]' -r -f -a "(__fish_print_hostnames)"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and not __fish_seen_subcommand_from sync add pwd verify import export list rm help" -s p -l port -d 'Port of the database server [default: 5432 or 3306]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and not __fish_seen_subcommand_from sync add pwd verify import export list rm help" -l db-name -d 'Name of the database on the server [default: the user\'s name]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and not __fish_seen_subcommand_from sync add pwd verify import export list rm help" -l db-password-file -d 'File with the password of the database user' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and not __fish_seen_subcommand_from sync add pwd verify import export list rm help" -l format -d 'Output format' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and not __fish_seen_subcommand_from sync add pwd verify import export list rm help" -l color -d 'When to use color; NO_COLOR turns it off too' -r -f -a "auto\t''
always\t''
never\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and not __fish_seen_subcommand_from sync add pwd verify import export list rm help" -s q -l quiet -d 'Print only warnings and errors to stderr'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and not __fish_seen_subcommand_from sync add pwd verify import export list rm help" -s v -l verbose -d 'Print more details to stderr'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and not __fish_seen_subcommand_from sync add pwd verify import export list rm help" -s y -l yes -d 'Assume yes for all confirmations'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and not __fish_seen_subcommand_from sync add pwd verify import export list rm help" -l no-input -d 'Never prompt; fail if a value is missing'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and not __fish_seen_subcommand_from sync add pwd verify import export list rm help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and not __fish_seen_subcommand_from sync add pwd verify import export list rm help" -f -a "sync" -d 'Create or upgrade the tables; can be repeated, and never removes anything'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and not __fish_seen_subcommand_from sync add pwd verify import export list rm help" -f -a "add" -d 'Add an account'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and not __fish_seen_subcommand_from sync add pwd verify import export list rm help" -f -a "pwd" -d 'Set a new password for an account'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and not __fish_seen_subcommand_from sync add pwd verify import export list rm help" -f -a "verify" -d 'Check a password against an account'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and not __fish_seen_subcommand_from sync add pwd verify import export list rm help" -f -a "import" -d 'Import accounts from CSV, NDJSON or JSON, or from Mosquitto'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and not __fish_seen_subcommand_from sync add pwd verify import export list rm help" -f -a "export" -d 'Export all accounts with their hashes, as CSV or as --format says'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and not __fish_seen_subcommand_from sync add pwd verify import export list rm help" -f -a "list" -d 'List the accounts, sorted by name'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and not __fish_seen_subcommand_from sync add pwd verify import export list rm help" -f -a "rm" -d 'Remove an account and its topic rights'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and not __fish_seen_subcommand_from sync add pwd verify import export list rm help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from sync" -l database-url -d 'Database: sqlite:PATH, postgresql://…, mysql://…, mariadb://…, or as SQLAlchemy spells it [default: sqlite:auth.db]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from sync" -s d -l db -d 'Kind of database (instead of a URL)' -r -f -a "sqlite\t''
postgresql\t''
mysql\t''
mariadb\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from sync" -s f -l file -d 'SQLite database file [default: auth.db]' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from sync" -s u -l username -d 'User of the database server' -r -f -a "(__fish_complete_users)"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from sync" -l host -d 'Host of the database server [default: localhost]' -r -f -a "(__fish_print_hostnames)"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from sync" -s p -l port -d 'Port of the database server [default: 5432 or 3306]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from sync" -l db-name -d 'Name of the database on the server [default: the user\'s name]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from sync" -l db-password-file -d 'File with the password of the database user' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from sync" -l format -d 'Output format' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from sync" -l color -d 'When to use color; NO_COLOR turns it off too' -r -f -a "auto\t''
always\t''
never\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from sync" -s q -l quiet -d 'Print only warnings and errors to stderr'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from sync" -s v -l verbose -d 'Print more details to stderr'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from sync" -s y -l yes -d 'Assume yes for all confirmations'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from sync" -l no-input -d 'Never prompt; fail if a value is missing'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from sync" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from add" -s c -l client-id -d 'Name of the account' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from add" -l password-file -d 'Read the password from a file (one trailing newline is dropped)' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from add" -l argon2 -d 'Cost of an Argon2id hash: memory in KiB, passes, lanes' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from add" -l if-exists -d 'What to do if the target already exists' -r -f -a "fail\t'Fail'
skip\t'Succeed without a change if it is what was asked for'"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from add" -l database-url -d 'Database: sqlite:PATH, postgresql://…, mysql://…, mariadb://…, or as SQLAlchemy spells it [default: sqlite:auth.db]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from add" -s d -l db -d 'Kind of database (instead of a URL)' -r -f -a "sqlite\t''
postgresql\t''
mysql\t''
mariadb\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from add" -s f -l file -d 'SQLite database file [default: auth.db]' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from add" -s u -l username -d 'User of the database server' -r -f -a "(__fish_complete_users)"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from add" -l host -d 'Host of the database server [default: localhost]' -r -f -a "(__fish_print_hostnames)"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from add" -s p -l port -d 'Port of the database server [default: 5432 or 3306]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from add" -l db-name -d 'Name of the database on the server [default: the user\'s name]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from add" -l db-password-file -d 'File with the password of the database user' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from add" -l format -d 'Output format' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from add" -l color -d 'When to use color; NO_COLOR turns it off too' -r -f -a "auto\t''
always\t''
never\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from add" -l password-stdin -d 'Read the password from stdin (one trailing newline is dropped)'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from add" -l generate -d 'Generate a secret of 160 random bits, shown once in the report'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from add" -s q -l quiet -d 'Print only warnings and errors to stderr'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from add" -s v -l verbose -d 'Print more details to stderr'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from add" -s y -l yes -d 'Assume yes for all confirmations'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from add" -l no-input -d 'Never prompt; fail if a value is missing'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from add" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from pwd" -s c -l client-id -d 'Name of the account' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from pwd" -l password-file -d 'Read the password from a file (one trailing newline is dropped)' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from pwd" -l argon2 -d 'Cost of an Argon2id hash: memory in KiB, passes, lanes' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from pwd" -l database-url -d 'Database: sqlite:PATH, postgresql://…, mysql://…, mariadb://…, or as SQLAlchemy spells it [default: sqlite:auth.db]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from pwd" -s d -l db -d 'Kind of database (instead of a URL)' -r -f -a "sqlite\t''
postgresql\t''
mysql\t''
mariadb\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from pwd" -s f -l file -d 'SQLite database file [default: auth.db]' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from pwd" -s u -l username -d 'User of the database server' -r -f -a "(__fish_complete_users)"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from pwd" -l host -d 'Host of the database server [default: localhost]' -r -f -a "(__fish_print_hostnames)"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from pwd" -s p -l port -d 'Port of the database server [default: 5432 or 3306]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from pwd" -l db-name -d 'Name of the database on the server [default: the user\'s name]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from pwd" -l db-password-file -d 'File with the password of the database user' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from pwd" -l format -d 'Output format' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from pwd" -l color -d 'When to use color; NO_COLOR turns it off too' -r -f -a "auto\t''
always\t''
never\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from pwd" -l password-stdin -d 'Read the password from stdin (one trailing newline is dropped)'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from pwd" -l generate -d 'Generate a secret of 160 random bits, shown once in the report'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from pwd" -s q -l quiet -d 'Print only warnings and errors to stderr'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from pwd" -s v -l verbose -d 'Print more details to stderr'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from pwd" -s y -l yes -d 'Assume yes for all confirmations'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from pwd" -l no-input -d 'Never prompt; fail if a value is missing'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from pwd" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from verify" -s c -l client-id -d 'Name of the account' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from verify" -l password-file -d 'Read the password from a file (one trailing newline is dropped)' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from verify" -l argon2 -d 'Cost of an Argon2id hash: memory in KiB, passes, lanes' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from verify" -l database-url -d 'Database: sqlite:PATH, postgresql://…, mysql://…, mariadb://…, or as SQLAlchemy spells it [default: sqlite:auth.db]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from verify" -s d -l db -d 'Kind of database (instead of a URL)' -r -f -a "sqlite\t''
postgresql\t''
mysql\t''
mariadb\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from verify" -s f -l file -d 'SQLite database file [default: auth.db]' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from verify" -s u -l username -d 'User of the database server' -r -f -a "(__fish_complete_users)"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from verify" -l host -d 'Host of the database server [default: localhost]' -r -f -a "(__fish_print_hostnames)"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from verify" -s p -l port -d 'Port of the database server [default: 5432 or 3306]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from verify" -l db-name -d 'Name of the database on the server [default: the user\'s name]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from verify" -l db-password-file -d 'File with the password of the database user' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from verify" -l format -d 'Output format' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from verify" -l color -d 'When to use color; NO_COLOR turns it off too' -r -f -a "auto\t''
always\t''
never\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from verify" -l password-stdin -d 'Read the password from stdin (one trailing newline is dropped)'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from verify" -s q -l quiet -d 'Print only warnings and errors to stderr'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from verify" -s v -l verbose -d 'Print more details to stderr'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from verify" -s y -l yes -d 'Assume yes for all confirmations'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from verify" -l no-input -d 'Never prompt; fail if a value is missing'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from verify" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from import" -l from -d 'Input format [default: guessed from extension or content]' -r -f -a "csv\t'Comma-separated values under a header'
ndjson\t'One JSON object per line'
json\t'A JSON array of objects'
mosquitto\t'Mosquitto\'s password file for accounts, its ACL file for rights'
dynsec\t'Mosquitto\'s dynamic-security.json'"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from import" -l on-conflict -d 'What to do with records that already exist' -r -f -a "fail\t'Import nothing at all'
skip\t'Keep what exists'
update\t'Replace what exists'"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from import" -l argon2 -d 'Cost of an Argon2id hash: memory in KiB, passes, lanes' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from import" -l database-url -d 'Database: sqlite:PATH, postgresql://…, mysql://…, mariadb://…, or as SQLAlchemy spells it [default: sqlite:auth.db]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from import" -s d -l db -d 'Kind of database (instead of a URL)' -r -f -a "sqlite\t''
postgresql\t''
mysql\t''
mariadb\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from import" -s f -l file -d 'SQLite database file [default: auth.db]' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from import" -s u -l username -d 'User of the database server' -r -f -a "(__fish_complete_users)"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from import" -l host -d 'Host of the database server [default: localhost]' -r -f -a "(__fish_print_hostnames)"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from import" -s p -l port -d 'Port of the database server [default: 5432 or 3306]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from import" -l db-name -d 'Name of the database on the server [default: the user\'s name]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from import" -l db-password-file -d 'File with the password of the database user' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from import" -l format -d 'Output format' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from import" -l color -d 'When to use color; NO_COLOR turns it off too' -r -f -a "auto\t''
always\t''
never\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from import" -l dry-run -d 'Check the file and report what would change, without changing anything'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from import" -s q -l quiet -d 'Print only warnings and errors to stderr'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from import" -s v -l verbose -d 'Print more details to stderr'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from import" -s y -l yes -d 'Assume yes for all confirmations'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from import" -l no-input -d 'Never prompt; fail if a value is missing'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from import" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from export" -l to -d 'Output format [default: that of --format, else csv]' -r -f -a "csv\t'Comma-separated values under a header'
ndjson\t'One JSON object per line'
json\t'A JSON array of objects'
mosquitto\t'Mosquitto\'s password file for accounts, its ACL file for rights'"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from export" -l output -d 'File to write instead of stdout; it must not exist' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from export" -l database-url -d 'Database: sqlite:PATH, postgresql://…, mysql://…, mariadb://…, or as SQLAlchemy spells it [default: sqlite:auth.db]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from export" -s d -l db -d 'Kind of database (instead of a URL)' -r -f -a "sqlite\t''
postgresql\t''
mysql\t''
mariadb\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from export" -s f -l file -d 'SQLite database file [default: auth.db]' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from export" -s u -l username -d 'User of the database server' -r -f -a "(__fish_complete_users)"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from export" -l host -d 'Host of the database server [default: localhost]' -r -f -a "(__fish_print_hostnames)"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from export" -s p -l port -d 'Port of the database server [default: 5432 or 3306]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from export" -l db-name -d 'Name of the database on the server [default: the user\'s name]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from export" -l db-password-file -d 'File with the password of the database user' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from export" -l format -d 'Output format' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from export" -l color -d 'When to use color; NO_COLOR turns it off too' -r -f -a "auto\t''
always\t''
never\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from export" -s q -l quiet -d 'Print only warnings and errors to stderr'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from export" -s v -l verbose -d 'Print more details to stderr'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from export" -s y -l yes -d 'Assume yes for all confirmations'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from export" -l no-input -d 'Never prompt; fail if a value is missing'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from export" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from list" -l database-url -d 'Database: sqlite:PATH, postgresql://…, mysql://…, mariadb://…, or as SQLAlchemy spells it [default: sqlite:auth.db]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from list" -s d -l db -d 'Kind of database (instead of a URL)' -r -f -a "sqlite\t''
postgresql\t''
mysql\t''
mariadb\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from list" -s f -l file -d 'SQLite database file [default: auth.db]' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from list" -s u -l username -d 'User of the database server' -r -f -a "(__fish_complete_users)"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from list" -l host -d 'Host of the database server [default: localhost]' -r -f -a "(__fish_print_hostnames)"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from list" -s p -l port -d 'Port of the database server [default: 5432 or 3306]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from list" -l db-name -d 'Name of the database on the server [default: the user\'s name]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from list" -l db-password-file -d 'File with the password of the database user' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from list" -l format -d 'Output format' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from list" -l color -d 'When to use color; NO_COLOR turns it off too' -r -f -a "auto\t''
always\t''
never\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from list" -l show-hashes -d 'Show the password hashes too'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Print only warnings and errors to stderr'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Print more details to stderr'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from list" -s y -l yes -d 'Assume yes for all confirmations'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from list" -l no-input -d 'Never prompt; fail if a value is missing'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from rm" -s c -l client-id -d 'Name of the account' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from rm" -l row -d 'Id of the row of the account, for a name that cannot be given' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from rm" -l if-missing -d 'What to do if the target does not exist' -r -f -a "fail\t'Fail'
skip\t'Succeed without a change'"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from rm" -l database-url -d 'Database: sqlite:PATH, postgresql://…, mysql://…, mariadb://…, or as SQLAlchemy spells it [default: sqlite:auth.db]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from rm" -s d -l db -d 'Kind of database (instead of a URL)' -r -f -a "sqlite\t''
postgresql\t''
mysql\t''
mariadb\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from rm" -s f -l file -d 'SQLite database file [default: auth.db]' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from rm" -s u -l username -d 'User of the database server' -r -f -a "(__fish_complete_users)"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from rm" -l host -d 'Host of the database server [default: localhost]' -r -f -a "(__fish_print_hostnames)"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from rm" -s p -l port -d 'Port of the database server [default: 5432 or 3306]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from rm" -l db-name -d 'Name of the database on the server [default: the user\'s name]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from rm" -l db-password-file -d 'File with the password of the database user' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from rm" -l format -d 'Output format' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from rm" -l color -d 'When to use color; NO_COLOR turns it off too' -r -f -a "auto\t''
always\t''
never\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from rm" -l keep-topics -d 'Keep the topic rights of the account'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from rm" -s q -l quiet -d 'Print only warnings and errors to stderr'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from rm" -s v -l verbose -d 'Print more details to stderr'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from rm" -s y -l yes -d 'Assume yes for all confirmations'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from rm" -l no-input -d 'Never prompt; fail if a value is missing'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from rm" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from help" -f -a "sync" -d 'Create or upgrade the tables; can be repeated, and never removes anything'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from help" -f -a "add" -d 'Add an account'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from help" -f -a "pwd" -d 'Set a new password for an account'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from help" -f -a "verify" -d 'Check a password against an account'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from help" -f -a "import" -d 'Import accounts from CSV, NDJSON or JSON, or from Mosquitto'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from help" -f -a "export" -d 'Export all accounts with their hashes, as CSV or as --format says'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from help" -f -a "list" -d 'List the accounts, sorted by name'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from help" -f -a "rm" -d 'Remove an account and its topic rights'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand user; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and not __fish_seen_subcommand_from sync add rm list import export check help" -l database-url -d 'Database: sqlite:PATH, postgresql://…, mysql://…, mariadb://…, or as SQLAlchemy spells it [default: sqlite:auth.db]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and not __fish_seen_subcommand_from sync add rm list import export check help" -s d -l db -d 'Kind of database (instead of a URL)' -r -f -a "sqlite\t''
postgresql\t''
mysql\t''
mariadb\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and not __fish_seen_subcommand_from sync add rm list import export check help" -s f -l file -d 'SQLite database file [default: auth.db]' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and not __fish_seen_subcommand_from sync add rm list import export check help" -s u -l username -d 'User of the database server' -r -f -a "(__fish_complete_users)"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and not __fish_seen_subcommand_from sync add rm list import export check help" -l host -d 'Host of the database server [default: localhost]' -r -f -a "(__fish_print_hostnames)"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and not __fish_seen_subcommand_from sync add rm list import export check help" -s p -l port -d 'Port of the database server [default: 5432 or 3306]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and not __fish_seen_subcommand_from sync add rm list import export check help" -l db-name -d 'Name of the database on the server [default: the user\'s name]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and not __fish_seen_subcommand_from sync add rm list import export check help" -l db-password-file -d 'File with the password of the database user' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and not __fish_seen_subcommand_from sync add rm list import export check help" -l format -d 'Output format' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and not __fish_seen_subcommand_from sync add rm list import export check help" -l color -d 'When to use color; NO_COLOR turns it off too' -r -f -a "auto\t''
always\t''
never\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and not __fish_seen_subcommand_from sync add rm list import export check help" -s q -l quiet -d 'Print only warnings and errors to stderr'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and not __fish_seen_subcommand_from sync add rm list import export check help" -s v -l verbose -d 'Print more details to stderr'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and not __fish_seen_subcommand_from sync add rm list import export check help" -s y -l yes -d 'Assume yes for all confirmations'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and not __fish_seen_subcommand_from sync add rm list import export check help" -l no-input -d 'Never prompt; fail if a value is missing'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and not __fish_seen_subcommand_from sync add rm list import export check help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and not __fish_seen_subcommand_from sync add rm list import export check help" -f -a "sync" -d 'Create or upgrade the tables; can be repeated, and never removes anything'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and not __fish_seen_subcommand_from sync add rm list import export check help" -f -a "add" -d 'Give a client a right: a topic filter for an action'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and not __fish_seen_subcommand_from sync add rm list import export check help" -f -a "rm" -d 'Take a right from a client'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and not __fish_seen_subcommand_from sync add rm list import export check help" -f -a "list" -d 'List the rights, one row each'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and not __fish_seen_subcommand_from sync add rm list import export check help" -f -a "import" -d 'Import rights from CSV, NDJSON, or an ACL file of Mosquitto'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and not __fish_seen_subcommand_from sync add rm list import export check help" -f -a "export" -d 'Export all rights, as CSV or as --format says'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and not __fish_seen_subcommand_from sync add rm list import export check help" -f -a "check" -d 'Check whether a client may do something, and which filter decides'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and not __fish_seen_subcommand_from sync add rm list import export check help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from sync" -l database-url -d 'Database: sqlite:PATH, postgresql://…, mysql://…, mariadb://…, or as SQLAlchemy spells it [default: sqlite:auth.db]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from sync" -s d -l db -d 'Kind of database (instead of a URL)' -r -f -a "sqlite\t''
postgresql\t''
mysql\t''
mariadb\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from sync" -s f -l file -d 'SQLite database file [default: auth.db]' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from sync" -s u -l username -d 'User of the database server' -r -f -a "(__fish_complete_users)"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from sync" -l host -d 'Host of the database server [default: localhost]' -r -f -a "(__fish_print_hostnames)"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from sync" -s p -l port -d 'Port of the database server [default: 5432 or 3306]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from sync" -l db-name -d 'Name of the database on the server [default: the user\'s name]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from sync" -l db-password-file -d 'File with the password of the database user' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from sync" -l format -d 'Output format' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from sync" -l color -d 'When to use color; NO_COLOR turns it off too' -r -f -a "auto\t''
always\t''
never\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from sync" -s q -l quiet -d 'Print only warnings and errors to stderr'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from sync" -s v -l verbose -d 'Print more details to stderr'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from sync" -s y -l yes -d 'Assume yes for all confirmations'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from sync" -l no-input -d 'Never prompt; fail if a value is missing'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from sync" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from add" -s c -l client-id -d 'Client: the name of its account, or the id of a device' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from add" -s a -l action -d 'Action that the right is for' -r -f -a "publish\t''
subscribe\t''
receive\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from add" -l if-exists -d 'What to do if the target already exists' -r -f -a "fail\t'Fail'
skip\t'Succeed without a change if it is what was asked for'"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from add" -l inventory-password-file -d 'File with the password of the inventory\'s database user' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from add" -l inventory -d 'Inventory of certificates, to look up the names of devices [default: ca.db, if it exists]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from add" -l database-url -d 'Database: sqlite:PATH, postgresql://…, mysql://…, mariadb://…, or as SQLAlchemy spells it [default: sqlite:auth.db]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from add" -s d -l db -d 'Kind of database (instead of a URL)' -r -f -a "sqlite\t''
postgresql\t''
mysql\t''
mariadb\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from add" -s f -l file -d 'SQLite database file [default: auth.db]' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from add" -s u -l username -d 'User of the database server' -r -f -a "(__fish_complete_users)"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from add" -l host -d 'Host of the database server [default: localhost]' -r -f -a "(__fish_print_hostnames)"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from add" -s p -l port -d 'Port of the database server [default: 5432 or 3306]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from add" -l db-name -d 'Name of the database on the server [default: the user\'s name]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from add" -l db-password-file -d 'File with the password of the database user' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from add" -l format -d 'Output format' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from add" -l color -d 'When to use color; NO_COLOR turns it off too' -r -f -a "auto\t''
always\t''
never\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from add" -s q -l quiet -d 'Print only warnings and errors to stderr'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from add" -s v -l verbose -d 'Print more details to stderr'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from add" -s y -l yes -d 'Assume yes for all confirmations'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from add" -l no-input -d 'Never prompt; fail if a value is missing'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from add" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from rm" -s c -l client-id -d 'Client: the name of its account, or the id of a device' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from rm" -s a -l action -d 'Action that the right is for' -r -f -a "publish\t''
subscribe\t''
receive\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from rm" -l row -d 'Remove a whole row by its id instead, for one that no name can name' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from rm" -l if-missing -d 'What to do if the target does not exist' -r -f -a "fail\t'Fail'
skip\t'Succeed without a change'"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from rm" -l database-url -d 'Database: sqlite:PATH, postgresql://…, mysql://…, mariadb://…, or as SQLAlchemy spells it [default: sqlite:auth.db]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from rm" -s d -l db -d 'Kind of database (instead of a URL)' -r -f -a "sqlite\t''
postgresql\t''
mysql\t''
mariadb\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from rm" -s f -l file -d 'SQLite database file [default: auth.db]' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from rm" -s u -l username -d 'User of the database server' -r -f -a "(__fish_complete_users)"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from rm" -l host -d 'Host of the database server [default: localhost]' -r -f -a "(__fish_print_hostnames)"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from rm" -s p -l port -d 'Port of the database server [default: 5432 or 3306]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from rm" -l db-name -d 'Name of the database on the server [default: the user\'s name]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from rm" -l db-password-file -d 'File with the password of the database user' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from rm" -l format -d 'Output format' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from rm" -l color -d 'When to use color; NO_COLOR turns it off too' -r -f -a "auto\t''
always\t''
never\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from rm" -s q -l quiet -d 'Print only warnings and errors to stderr'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from rm" -s v -l verbose -d 'Print more details to stderr'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from rm" -s y -l yes -d 'Assume yes for all confirmations'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from rm" -l no-input -d 'Never prompt; fail if a value is missing'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from rm" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from list" -s c -l client-id -d 'List only the rights of this client' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from list" -l as-broker -d 'List only rights that this broker enforces in another way than they are written, and why' -r -f -a "mosquitto\t''
amqtt\t''
rabbitmq\t''
emqx\t''
vernemq\t''
nanomq\t''
go-auth\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from list" -l database-url -d 'Database: sqlite:PATH, postgresql://…, mysql://…, mariadb://…, or as SQLAlchemy spells it [default: sqlite:auth.db]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from list" -s d -l db -d 'Kind of database (instead of a URL)' -r -f -a "sqlite\t''
postgresql\t''
mysql\t''
mariadb\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from list" -s f -l file -d 'SQLite database file [default: auth.db]' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from list" -s u -l username -d 'User of the database server' -r -f -a "(__fish_complete_users)"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from list" -l host -d 'Host of the database server [default: localhost]' -r -f -a "(__fish_print_hostnames)"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from list" -s p -l port -d 'Port of the database server [default: 5432 or 3306]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from list" -l db-name -d 'Name of the database on the server [default: the user\'s name]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from list" -l db-password-file -d 'File with the password of the database user' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from list" -l format -d 'Output format' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from list" -l color -d 'When to use color; NO_COLOR turns it off too' -r -f -a "auto\t''
always\t''
never\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from list" -l lint -d 'List only filters that grant nothing: covered by others, equivalent to another, or never matching'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Print only warnings and errors to stderr'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Print more details to stderr'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from list" -s y -l yes -d 'Assume yes for all confirmations'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from list" -l no-input -d 'Never prompt; fail if a value is missing'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from import" -l from -d 'Input format [default: guessed from extension or content]' -r -f -a "csv\t'Comma-separated values under a header'
ndjson\t'One JSON object per line'
json\t'A JSON array of objects'
mosquitto\t'Mosquitto\'s password file for accounts, its ACL file for rights'
dynsec\t'Mosquitto\'s dynamic-security.json'"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from import" -l on-conflict -d 'What to do with records that already exist' -r -f -a "fail\t'Import nothing at all'
skip\t'Keep what exists'
update\t'Replace what exists'"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from import" -l inventory-password-file -d 'File with the password of the inventory\'s database user' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from import" -l inventory -d 'Inventory of certificates, to look up the names of devices [default: ca.db, if it exists]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from import" -l database-url -d 'Database: sqlite:PATH, postgresql://…, mysql://…, mariadb://…, or as SQLAlchemy spells it [default: sqlite:auth.db]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from import" -s d -l db -d 'Kind of database (instead of a URL)' -r -f -a "sqlite\t''
postgresql\t''
mysql\t''
mariadb\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from import" -s f -l file -d 'SQLite database file [default: auth.db]' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from import" -s u -l username -d 'User of the database server' -r -f -a "(__fish_complete_users)"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from import" -l host -d 'Host of the database server [default: localhost]' -r -f -a "(__fish_print_hostnames)"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from import" -s p -l port -d 'Port of the database server [default: 5432 or 3306]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from import" -l db-name -d 'Name of the database on the server [default: the user\'s name]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from import" -l db-password-file -d 'File with the password of the database user' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from import" -l format -d 'Output format' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from import" -l color -d 'When to use color; NO_COLOR turns it off too' -r -f -a "auto\t''
always\t''
never\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from import" -l dry-run -d 'Check the file and report what would change, without changing anything'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from import" -s q -l quiet -d 'Print only warnings and errors to stderr'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from import" -s v -l verbose -d 'Print more details to stderr'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from import" -s y -l yes -d 'Assume yes for all confirmations'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from import" -l no-input -d 'Never prompt; fail if a value is missing'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from import" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from export" -l to -d 'Output format [default: that of --format, else csv]' -r -f -a "csv\t'Comma-separated values under a header'
ndjson\t'One JSON object per line'
json\t'A JSON array of objects'
mosquitto\t'Mosquitto\'s password file for accounts, its ACL file for rights'"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from export" -l output -d 'File to write instead of stdout; it must not exist' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from export" -l database-url -d 'Database: sqlite:PATH, postgresql://…, mysql://…, mariadb://…, or as SQLAlchemy spells it [default: sqlite:auth.db]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from export" -s d -l db -d 'Kind of database (instead of a URL)' -r -f -a "sqlite\t''
postgresql\t''
mysql\t''
mariadb\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from export" -s f -l file -d 'SQLite database file [default: auth.db]' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from export" -s u -l username -d 'User of the database server' -r -f -a "(__fish_complete_users)"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from export" -l host -d 'Host of the database server [default: localhost]' -r -f -a "(__fish_print_hostnames)"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from export" -s p -l port -d 'Port of the database server [default: 5432 or 3306]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from export" -l db-name -d 'Name of the database on the server [default: the user\'s name]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from export" -l db-password-file -d 'File with the password of the database user' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from export" -l format -d 'Output format' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from export" -l color -d 'When to use color; NO_COLOR turns it off too' -r -f -a "auto\t''
always\t''
never\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from export" -s q -l quiet -d 'Print only warnings and errors to stderr'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from export" -s v -l verbose -d 'Print more details to stderr'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from export" -s y -l yes -d 'Assume yes for all confirmations'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from export" -l no-input -d 'Never prompt; fail if a value is missing'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from export" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from check" -s c -l client-id -d 'Client: the name of its account, or the id of a device' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from check" -s a -l action -d 'Action that the client wants to take' -r -f -a "publish\t''
subscribe\t''
receive\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from check" -l batch -d 'Answer a file of questions (- for stdin): lines of client, action and topic, separated by tabs' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from check" -l as-broker -d 'Answer as this broker would be answered, and show what it cannot enforce' -r -f -a "mosquitto\t''
amqtt\t''
rabbitmq\t''
emqx\t''
vernemq\t''
nanomq\t''
go-auth\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from check" -l database-url -d 'Database: sqlite:PATH, postgresql://…, mysql://…, mariadb://…, or as SQLAlchemy spells it [default: sqlite:auth.db]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from check" -s d -l db -d 'Kind of database (instead of a URL)' -r -f -a "sqlite\t''
postgresql\t''
mysql\t''
mariadb\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from check" -s f -l file -d 'SQLite database file [default: auth.db]' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from check" -s u -l username -d 'User of the database server' -r -f -a "(__fish_complete_users)"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from check" -l host -d 'Host of the database server [default: localhost]' -r -f -a "(__fish_print_hostnames)"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from check" -s p -l port -d 'Port of the database server [default: 5432 or 3306]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from check" -l db-name -d 'Name of the database on the server [default: the user\'s name]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from check" -l db-password-file -d 'File with the password of the database user' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from check" -l format -d 'Output format' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from check" -l color -d 'When to use color; NO_COLOR turns it off too' -r -f -a "auto\t''
always\t''
never\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from check" -s q -l quiet -d 'Print only warnings and errors to stderr'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from check" -s v -l verbose -d 'Print more details to stderr'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from check" -s y -l yes -d 'Assume yes for all confirmations'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from check" -l no-input -d 'Never prompt; fail if a value is missing'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from check" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from help" -f -a "sync" -d 'Create or upgrade the tables; can be repeated, and never removes anything'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from help" -f -a "add" -d 'Give a client a right: a topic filter for an action'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from help" -f -a "rm" -d 'Take a right from a client'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from help" -f -a "list" -d 'List the rights, one row each'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from help" -f -a "import" -d 'Import rights from CSV, NDJSON, or an ACL file of Mosquitto'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from help" -f -a "export" -d 'Export all rights, as CSV or as --format says'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from help" -f -a "check" -d 'Check whether a client may do something, and which filter decides'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand topic; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand serve" -l listen -d 'Address to listen on; any but loopback requires TLS, and --client-ca or --token-file' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand serve" -l tls-crt -d 'Certificate of the service, with its chain after it' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand serve" -l tls-key -d 'Private key of the service' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand serve" -l client-ca -d 'CA of the brokers; with it, every broker must present a certificate' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand serve" -l token-file -d 'File with the token that brokers send as `Authorization: Bearer`' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand serve" -l login-failures -d 'Failed logins per minute after which a name is denied; 0 for no limit' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand serve" -l shadow -d 'Mosquitto ACL file that answers about topics in place of the stored rights; differences are logged' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand serve" -l trust-domain -l uri -d 'Trust domain of the devices' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand serve" -l ca-crt -l ca-file -d 'Trusted CA certificates, in PEM or DER; repeatable' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand serve" -l intermediates -l intermediate-file -d 'CA certificates below the trusted ones, for devices that send their own certificate alone; repeatable' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand serve" -l crl -l crl-file -d 'Revocation lists; if any is given, every CA needs a current one; repeatable' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand serve" -l profile -d 'Strictness of the checks [default: device]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand serve" -l inventory -l inventory-url -d 'Inventory of certificates; those revoked or held there are refused without any list' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand serve" -l inventory-password-file -d 'File with the password of the inventory\'s database user' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand serve" -l rehash -d 'Replace outdated password hashes at login [default: false]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand serve" -l max-stale -d 'Maximum age of an answer while the database is unavailable; after that, clients are denied [default: 30s]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand serve" -l grace -d 'How long known devices keep their rights while the database is unavailable [default: off]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand serve" -l follow-every -d 'Interval between checks of the files and the rows in use [default: 500ms]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand serve" -l login-timeout -d 'How long a login may wait for its answer [default: 10s]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand serve" -l cache-ttl -d 'Maximum age of a row before the database is asked again [default: 5s]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand serve" -l password-cache -d 'Time for which a correct password is not hashed again [default: 1h]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand serve" -l cache-entries -d 'Number of accounts to cache [default: 100000]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand serve" -l max-connections -d 'Number of connections to the database [default: 4]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand serve" -l database-timeout -d 'Time limit for one query [default: 5s]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand serve" -l hash-threads -d 'Number of passwords to hash at once [default: the number of processors]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand serve" -l max-waiting -d 'Number of passwords that may wait to be hashed [default: 16384]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand serve" -l password-timeout -d 'Time limit for checking a password [default: 10s]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand serve" -l database-url -d 'Database: sqlite:PATH, postgresql://…, mysql://…, mariadb://…, or as SQLAlchemy spells it [default: sqlite:auth.db]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand serve" -s d -l db -d 'Kind of database (instead of a URL)' -r -f -a "sqlite\t''
postgresql\t''
mysql\t''
mariadb\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand serve" -s f -l file -d 'SQLite database file [default: auth.db]' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand serve" -s u -l username -d 'User of the database server' -r -f -a "(__fish_complete_users)"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand serve" -l host -d 'Host of the database server [default: localhost]' -r -f -a "(__fish_print_hostnames)"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand serve" -s p -l port -d 'Port of the database server [default: 5432 or 3306]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand serve" -l db-name -d 'Name of the database on the server [default: the user\'s name]' -r
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand serve" -l db-password-file -d 'File with the password of the database user' -r -F
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand serve" -l format -d 'Output format' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand serve" -l color -d 'When to use color; NO_COLOR turns it off too' -r -f -a "auto\t''
always\t''
never\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand serve" -s q -l quiet -d 'Print only warnings and errors to stderr'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand serve" -s v -l verbose -d 'Print more details to stderr'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand serve" -s y -l yes -d 'Assume yes for all confirmations'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand serve" -l no-input -d 'Never prompt; fail if a value is missing'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand serve" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand completions" -l output-dir -d 'Write the completions of all shells to this directory' -r -f -a "(__fish_complete_directories)"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand completions" -l format -d 'Output format' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand completions" -l color -d 'When to use color; NO_COLOR turns it off too' -r -f -a "auto\t''
always\t''
never\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand completions" -l dynamic -d 'Complete names from the database too, such as accounts; the shell runs amqtt-admin as you type'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand completions" -l force -d 'Replace files that differ'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand completions" -s q -l quiet -d 'Print only warnings and errors to stderr'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand completions" -s v -l verbose -d 'Print more details to stderr'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand completions" -s y -l yes -d 'Assume yes for all confirmations'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand completions" -l no-input -d 'Never prompt; fail if a value is missing'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand completions" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand man" -l output-dir -d 'Write the pages of all commands to this directory' -r -f -a "(__fish_complete_directories)"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand man" -l format -d 'Output format' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand man" -l color -d 'When to use color; NO_COLOR turns it off too' -r -f -a "auto\t''
always\t''
never\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand man" -l force -d 'Replace files that differ'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand man" -s q -l quiet -d 'Print only warnings and errors to stderr'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand man" -s v -l verbose -d 'Print more details to stderr'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand man" -s y -l yes -d 'Assume yes for all confirmations'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand man" -l no-input -d 'Never prompt; fail if a value is missing'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand man" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand version" -l format -d 'Output format' -r -f -a "table\t''
json\t''
ndjson\t''
csv\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand version" -l color -d 'When to use color; NO_COLOR turns it off too' -r -f -a "auto\t''
always\t''
never\t''"
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand version" -s q -l quiet -d 'Print only warnings and errors to stderr'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand version" -s v -l verbose -d 'Print more details to stderr'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand version" -s y -l yes -d 'Assume yes for all confirmations'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand version" -l no-input -d 'Never prompt; fail if a value is missing'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand version" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand help; and not __fish_seen_subcommand_from ca server device user topic serve completions man version help" -f -a "ca" -d 'Manage the certificate authority, the root of trust for the broker and the devices'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand help; and not __fish_seen_subcommand_from ca server device user topic serve completions man version help" -f -a "server" -d 'Manage the broker\'s credential'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand help; and not __fish_seen_subcommand_from ca server device user topic serve completions man version help" -f -a "device" -d 'Manage the devices\' credentials'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand help; and not __fish_seen_subcommand_from ca server device user topic serve completions man version help" -f -a "user" -d 'Manage accounts: who may log in with a password'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand help; and not __fish_seen_subcommand_from ca server device user topic serve completions man version help" -f -a "topic" -d 'Manage topic rights: what each client may publish, subscribe to, and receive'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand help; and not __fish_seen_subcommand_from ca server device user topic serve completions man version help" -f -a "serve" -d 'Answer brokers over HTTP: who may connect, and what each client may do'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand help; and not __fish_seen_subcommand_from ca server device user topic serve completions man version help" -f -a "completions" -d 'Generate shell completions'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand help; and not __fish_seen_subcommand_from ca server device user topic serve completions man version help" -f -a "man" -d 'Show or write manual pages'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand help; and not __fish_seen_subcommand_from ca server device user topic serve completions man version help" -f -a "version" -d 'Print the version'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand help; and not __fish_seen_subcommand_from ca server device user topic serve completions man version help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand help; and __fish_seen_subcommand_from ca" -f -a "create" -d 'Create the key and certificate of a root CA: ca.key and ca.crt'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand help; and __fish_seen_subcommand_from ca" -f -a "intermediate" -d 'Create an issuing CA below another one: intermediate.key and intermediate.crt'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand help; and __fish_seen_subcommand_from ca" -f -a "crl" -d 'Sign the CA\'s revocation list, ca.crl, replacing the previous one'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand help; and __fish_seen_subcommand_from ca" -f -a "revoke" -d 'Revoke certificates of issuing CAs for good'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand help; and __fish_seen_subcommand_from ca" -f -a "status" -d 'Report what needs attention: the CA, its certificates, its revocation list'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand help; and __fish_seen_subcommand_from ca" -f -a "show" -d 'Show the CA: fingerprint, expiry, and whether key and certificate belong together'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand help; and __fish_seen_subcommand_from server" -f -a "create" -d 'Create the key and certificate of the broker, server.key and server.crt'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand help; and __fish_seen_subcommand_from server" -f -a "show" -d 'Show a broker\'s certificate, or a broker configuration that uses it'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand help; and __fish_seen_subcommand_from server" -f -a "sign" -d 'Sign a broker\'s certificate request, into server.crt'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand help; and __fish_seen_subcommand_from server" -f -a "list" -d 'List the brokers\' certificates in the inventory'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand help; and __fish_seen_subcommand_from server" -f -a "renew" -d 'Renew the certificate of a broker that is about to expire'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand help; and __fish_seen_subcommand_from server" -f -a "revoke" -d 'Revoke certificates of brokers for good'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand help; and __fish_seen_subcommand_from server" -f -a "verify" -d 'Check whether a client that trusts the CA would accept the certificate for a host'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand help; and __fish_seen_subcommand_from server" -f -a "doctor" -d 'Find what is wrong with a broker\'s configuration'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand help; and __fish_seen_subcommand_from server" -f -a "probe" -d 'Prove what a live broker admits and refuses'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand help; and __fish_seen_subcommand_from device" -f -a "create" -d 'Create the key and certificate of a device, ID.key and ID.crt'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand help; and __fish_seen_subcommand_from device" -f -a "import" -d 'Create the keys and certificates of many devices, from a file or by number'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand help; and __fish_seen_subcommand_from device" -f -a "reconcile" -d 'Add certificates that the inventory lacks, and report those that are missing from the directory'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand help; and __fish_seen_subcommand_from device" -f -a "export" -d 'Export the credential of a device in a form that devices take'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand help; and __fish_seen_subcommand_from device" -f -a "sign" -d 'Sign a device\'s certificate request, into ID.crt'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand help; and __fish_seen_subcommand_from device" -f -a "show" -d 'Show a device\'s certificate, or all that the inventory knows of a device'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand help; and __fish_seen_subcommand_from device" -f -a "list" -d 'List the devices\' certificates in the inventory'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand help; and __fish_seen_subcommand_from device" -f -a "forecast" -d 'Report how many device certificates expire, week by week'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand help; and __fish_seen_subcommand_from device" -f -a "renew" -d 'Renew certificates of devices that are about to expire'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand help; and __fish_seen_subcommand_from device" -f -a "revoke" -d 'Revoke certificates of devices for good'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand help; and __fish_seen_subcommand_from device" -f -a "suspend" -d 'Put certificates of devices on hold'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand help; and __fish_seen_subcommand_from device" -f -a "resume" -d 'Take certificates of devices off hold'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand help; and __fish_seen_subcommand_from device" -f -a "verify" -d 'Check whether a broker would admit a certificate as a client, and which rule refuses it if not'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand help; and __fish_seen_subcommand_from user" -f -a "sync" -d 'Create or upgrade the tables; can be repeated, and never removes anything'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand help; and __fish_seen_subcommand_from user" -f -a "add" -d 'Add an account'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand help; and __fish_seen_subcommand_from user" -f -a "pwd" -d 'Set a new password for an account'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand help; and __fish_seen_subcommand_from user" -f -a "verify" -d 'Check a password against an account'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand help; and __fish_seen_subcommand_from user" -f -a "import" -d 'Import accounts from CSV, NDJSON or JSON, or from Mosquitto'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand help; and __fish_seen_subcommand_from user" -f -a "export" -d 'Export all accounts with their hashes, as CSV or as --format says'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand help; and __fish_seen_subcommand_from user" -f -a "list" -d 'List the accounts, sorted by name'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand help; and __fish_seen_subcommand_from user" -f -a "rm" -d 'Remove an account and its topic rights'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand help; and __fish_seen_subcommand_from topic" -f -a "sync" -d 'Create or upgrade the tables; can be repeated, and never removes anything'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand help; and __fish_seen_subcommand_from topic" -f -a "add" -d 'Give a client a right: a topic filter for an action'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand help; and __fish_seen_subcommand_from topic" -f -a "rm" -d 'Take a right from a client'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand help; and __fish_seen_subcommand_from topic" -f -a "list" -d 'List the rights, one row each'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand help; and __fish_seen_subcommand_from topic" -f -a "import" -d 'Import rights from CSV, NDJSON, or an ACL file of Mosquitto'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand help; and __fish_seen_subcommand_from topic" -f -a "export" -d 'Export all rights, as CSV or as --format says'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand help; and __fish_seen_subcommand_from topic" -f -a "check" -d 'Check whether a client may do something, and which filter decides'
complete -c amqtt-admin -n "__fish_amqtt_admin_using_subcommand completions" -f -a "bash elvish fish powershell zsh"
