#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    amqtt_fuzz::shared::certificates::chain(data);
});
