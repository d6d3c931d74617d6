//! One FAQ's own log odds as a line of those that the fitted coefficients give: Platt scaling with a prior.
//!
//! Invariant: a line never falls, so that more certainty never means less, whatever a small examination says.

/// What an examination says of the slope is worth the less the fewer wordings an entry has: what an editor words apart is
/// further apart than what visitors ask, and each that is held back takes much of its entry with it, so that the right
/// entry and a wrong one look more alike than they are. By so much, over the square of the wordings of an entry, the prior
/// of the slope weighs more than that of the shift; set on the dev splits and on visitors' questions of `tests/sites/dev`.
const SLOPE_DOUBT: f64 = 200.0;
/// The lowest and highest shift, and the lowest and highest slope.
const SHIFTS: (f64, f64) = (-4.0, 4.0);
const SLOPES: (f64, f64) = (0.2, 3.0);
/// Newton steps, and how often each is halved at most; a fit has settled long before.
const ROUNDS: usize = 50;
const HALVINGS: i32 = 20;

/// The probability of log odds.
pub fn logistic(value: f64) -> f64 {
    1.0 / (1.0 + (-value).exp())
}

/// A question that was examined.
#[derive(Clone, Copy, Debug)]
pub struct Sample {
    /// Its log odds from the fitted coefficients.
    pub log_odds: f64,
    /// What came of it: 1 or 0.
    pub outcome: f64,
    /// How much it counts.
    pub weight: f64,
}

/// How a FAQ's own log odds follow from those of the fitted coefficients.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Line {
    /// What is added.
    pub shift: f64,
    /// What they are multiplied by.
    pub slope: f64,
}

/// How much a shift of 0 and a slope of 1 are believed beforehand: the information of each.
#[derive(Clone, Copy)]
struct Prior {
    shift: f64,
    slope: f64,
}

impl Line {
    /// The log odds of this FAQ.
    pub fn at(self, log_odds: f64) -> f64 {
        self.shift + self.slope * log_odds
    }

    /// Shift and slope by maximum likelihood (Platt 1999) with a normal prior around no shift and slope one, which weighs
    /// as much as `prior` questions, and on the slope the more the fewer `wordings` an entry has.
    pub fn fit(samples: &[Sample], prior: f64, wordings: f64) -> Self {
        // the information that so many questions of even odds would hold
        let slope = prior / 2.0 * (1.0 + SLOPE_DOUBT / wordings.max(1.0).powi(2));
        let prior = Prior { shift: prior / 4.0, slope };
        let mut line = Self { shift: 0.0, slope: 1.0 };
        let mut loss = line.loss(samples, prior);
        for _ in 0..ROUNDS {
            let step = line.step(samples, prior);
            // far from the best line a whole step of Newton's leads past it, and the next one further back
            let shorter = (0..HALVINGS).map(|halvings| line.less(step, 0.5f64.powi(halvings)));
            let mut tried = shorter.map(|next| (next, next.loss(samples, prior)));
            let Some((next, lower)) = tried.find(|(_, lower)| *lower < loss) else { break };
            (line, loss) = (next, lower);
        }
        Self { shift: line.shift.clamp(SHIFTS.0, SHIFTS.1), slope: line.slope.clamp(SLOPES.0, SLOPES.1) }
    }

    /// This line without a part of another.
    fn less(self, other: Self, part: f64) -> Self {
        Self { shift: self.shift - part * other.shift, slope: self.slope - part * other.slope }
    }

    /// The negative log likelihood with the prior's part.
    fn loss(self, samples: &[Sample], prior: Prior) -> f64 {
        let believed = (prior.shift * self.shift.powi(2) + prior.slope * (self.slope - 1.0).powi(2)) / 2.0;
        let missed = |sample: &Sample| {
            let found = self.at(sample.log_odds);
            // the logarithm of 1 + exp(found), which is not to overflow
            sample.weight * (found.max(0.0) + (-found.abs()).exp().ln_1p() - sample.outcome * found)
        };
        believed + samples.iter().map(missed).sum::<f64>()
    }

    /// Newton's step: the loss's slope over its curvature, which both are positive definite by the prior.
    fn step(self, samples: &[Sample], prior: Prior) -> Self {
        let (mut by_shift, mut by_slope) = (prior.shift * self.shift, prior.slope * (self.slope - 1.0));
        let (mut shift_shift, mut shift_slope, mut slope_slope) = (prior.shift, 0.0, prior.slope);
        for Sample { log_odds, outcome, weight } in samples {
            let probability = logistic(self.at(*log_odds));
            let miss = weight * (probability - outcome);
            let curve = weight * probability * (1.0 - probability);
            by_shift += miss;
            by_slope += miss * log_odds;
            shift_shift += curve;
            shift_slope += curve * log_odds;
            slope_slope += curve * log_odds * log_odds;
        }
        let determinant = shift_shift * slope_slope - shift_slope * shift_slope;
        Self {
            shift: (slope_slope * by_shift - shift_slope * by_slope) / determinant,
            slope: (shift_shift * by_slope - shift_slope * by_shift) / determinant,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MANY: f64 = 60.0;

    fn sample(log_odds: f64, outcome: bool) -> Sample {
        Sample { log_odds, outcome: f64::from(u8::from(outcome)), weight: 1.0 }
    }

    #[test]
    fn an_examination_in_which_nothing_is_told_apart_gives_even_odds() {
        // near misses that look exactly as what the FAQ holds, of all sorts of clearness
        for (low, high) in [(-6.0, 2.0), (-10.0, 0.0), (2.0, 8.0), (-30.0, 30.0)] {
            let log_odds = |at: usize| low + (high - low) * at as f64 / 200.0;
            let samples: Vec<Sample> =
                (0..200).flat_map(|at| [true, false].map(|held| sample(log_odds(at), held))).collect();
            let line = Line::fit(&samples, 20.0, MANY);
            assert!(line.slope == SLOPES.0 && line.shift.abs() < 1.0, "{low} to {high}: {line:?}");
        }
    }

    #[test]
    fn the_line_is_the_best_there_is() {
        // half of what was thought, and one more
        let samples: Vec<Sample> = (0..4_000)
            .map(|at| {
                let log_odds = f64::from(at % 40) / 5.0 - 4.0;
                let probability = logistic(0.5 * log_odds + 1.0);
                sample(log_odds, f64::from(at / 40) < 100.0 * probability)
            })
            .collect();
        let line = Line::fit(&samples, 20.0, MANY);
        assert!((line.slope - 0.5).abs() < 0.05 && (line.shift - 1.0).abs() < 0.05, "{line:?}");
        let prior = Prior { shift: 5.0, slope: 10.0 * (1.0 + SLOPE_DOUBT / MANY.powi(2)) };
        let loss = line.loss(&samples, prior);
        for (shift, slope) in [(0.01, 0.0), (-0.01, 0.0), (0.0, 0.01), (0.0, -0.01)] {
            assert!(line.less(Line { shift, slope }, 1.0).loss(&samples, prior) > loss);
        }
    }

    #[test]
    fn an_examination_of_few_wordings_shifts_and_hardly_flattens() {
        // right and wrong look alike in it, and more is right than thought
        let samples: Vec<Sample> = (0..200).map(|at| sample(f64::from(at % 20) / 5.0 - 2.0, at % 4 != 0)).collect();
        let (few, many) = (Line::fit(&samples, 60.0, 3.0), Line::fit(&samples, 60.0, MANY));
        assert!(few.slope > 0.9 && many.slope < 0.6, "{few:?} {many:?}");
        assert!(few.shift > 0.5 && many.shift > 0.5, "{few:?} {many:?}");
    }

    #[test]
    fn nothing_examined_changes_nothing() {
        assert_eq!(Line::fit(&[], 20.0, 3.0), Line { shift: 0.0, slope: 1.0 });
    }
}
