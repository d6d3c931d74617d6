//! A set of small numbers, one bit for each.
//!
//! Invariant: both sides of an operation were made for the same count of numbers.

/// Numbers from 0 to a count that is fixed when the set is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bits(Vec<u64>);

impl Bits {
    /// None of `count` numbers.
    pub fn new(count: usize) -> Self {
        Self(vec![0; count.div_ceil(64)])
    }

    /// Takes in a number.
    pub fn set(&mut self, number: usize) {
        self.0[number / 64] |= 1 << (number % 64);
    }

    /// Takes in some numbers.
    pub fn set_all(&mut self, numbers: &[u32]) {
        numbers.iter().for_each(|number| self.set(*number as usize));
    }

    /// Whether a number is in.
    pub fn has(&self, number: usize) -> bool {
        self.0[number / 64] & (1 << (number % 64)) != 0
    }

    /// Whether any number is in.
    pub fn any(&self) -> bool {
        self.0.iter().any(|word| *word != 0)
    }

    /// The numbers that are in both.
    pub fn and(mut self, other: &Self) -> Self {
        self.0.iter_mut().zip(&other.0).for_each(|(own, other)| *own &= other);
        self
    }

    /// Takes in the numbers of another set.
    pub fn add(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(own, other)| *own |= other);
    }

    /// Takes out the numbers of another set.
    pub fn remove(&mut self, other: &Self) {
        self.0.iter_mut().zip(&other.0).for_each(|(own, other)| *own &= !other);
    }

    /// The numbers, rising.
    pub fn ones(&self) -> impl Iterator<Item = usize> {
        self.0.iter().enumerate().flat_map(|(at, word)| {
            let mut rest = *word;
            std::iter::from_fn(move || {
                let bit = (rest != 0).then(|| rest.trailing_zeros() as usize)?;
                rest &= rest - 1;
                Some(at * 64 + bit)
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_kept_and_combined() {
        let of = |numbers: &[u32]| {
            let mut bits = Bits::new(200);
            bits.set_all(numbers);
            bits
        };
        let (one, other) = (of(&[0, 63, 64, 199]), of(&[63, 100, 199]));
        assert_eq!(one.ones().collect::<Vec<_>>(), [0, 63, 64, 199]);
        assert_eq!(one.clone().and(&other), of(&[63, 199]));
        let mut both = one.clone();
        both.add(&other);
        assert_eq!(both, of(&[0, 63, 64, 100, 199]));
        both.remove(&one);
        assert_eq!(both, of(&[100]));
        assert!(one.has(64) && !one.has(65) && one.any() && !Bits::new(70).any());
    }
}
