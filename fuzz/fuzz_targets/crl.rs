#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    amqtt_testkit::properties::certificates::crl(data);
});
