//! Chance that falls the same on every run, so that a failure can be had again.

/// Splitmix64: small, and good enough to choose what happens next.
#[derive(Debug, Clone)]
pub struct Dice(u64);

impl Dice {
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub const fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// From 0 to one less than the limit.
    pub const fn below(&mut self, limit: u64) -> u64 {
        self.roll() % limit
    }

    /// A mark from 1 to 10.
    pub fn mark(&mut self) -> i32 {
        i32::try_from(1 + self.below(10)).unwrap()
    }

    pub const fn one_in(&mut self, chances: u64) -> bool {
        self.below(chances) == 0
    }
}
