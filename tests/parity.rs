//! Known numbers, natively: recorded from mmdet and worked out by hand.

#[test]
fn mmdet() {
    ghm_tests::parity();
}

#[test]
fn eight_examples_by_hand() {
    ghm_tests::hand_case();
}
