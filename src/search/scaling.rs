//! One FAQ's own log odds as a line of those that the fitted coefficients give: Platt scaling with a prior.
//!
//! Invariant: a line never falls, so that more certainty never means less, whatever a small examination says.

/// What an examination says of the slope is worth the less the fewer wordings an entry has: what an editor words apart is
/// further apart than what visitors ask, and each that is held back takes much of its entry with it, so that the right
/// entry and a wrong one look more alike than they are. A slope of 1 is believed by so much more, over the square of the
/// wordings of an entry; set on the dev splits and on visitors' questions of `tests/sites/dev`, whose FAQs examine some
/// hundred wordings: of more, more is believed.
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

/// What of a line may change.
#[derive(Clone, Copy, PartialEq)]
enum Free {
    Both,
    Shift,
}

impl Line {
    /// The log odds of this FAQ.
    pub fn at(self, log_odds: f64) -> f64 {
        self.shift + self.slope * log_odds
    }

    /// Shift and slope by maximum likelihood (Platt 1999) with a normal prior around no shift and slope 1, which weighs as
    /// much as so many `questions` of even odds, and on the slope the more the fewer `wordings` an entry has. Log odds are
    /// to be finite.
    pub fn fit(samples: &[Sample], questions: f64, wordings: f64) -> Self {
        let doubt = 1.0 + SLOPE_DOUBT / wordings.max(1.0).powi(2);
        let prior = Prior { shift: questions / 4.0, slope: questions / 2.0 * doubt };
        let best = Self { shift: 0.0, slope: 1.0 }.settled(samples, prior, Free::Both);
        let slope = best.slope.clamp(SLOPES.0, SLOPES.1);
        // the best shift is another one where the slope is not the best
        let best = if slope == best.slope { best } else { Self { slope, ..best }.settled(samples, prior, Free::Shift) };
        Self { shift: best.shift.clamp(SHIFTS.0, SHIFTS.1), slope }
    }

    /// The best line that is reached from this one.
    fn settled(self, samples: &[Sample], prior: Prior, free: Free) -> Self {
        let (mut line, mut loss) = (self, self.loss(samples, prior));
        for _ in 0..ROUNDS {
            let step = line.step(samples, prior, free);
            // far from the best line a whole step of Newton's leads past it, and the next one further back
            let shorter = (0..HALVINGS).map(|halvings| line.minus(step, 0.5f64.powi(halvings)));
            let mut tried = shorter.map(|next| (next, next.loss(samples, prior)));
            let Some((next, lower)) = tried.find(|(_, lower)| *lower < loss) else { break };
            (line, loss) = (next, lower);
        }
        line
    }

    /// This line without a part of another.
    fn minus(self, other: Self, part: f64) -> Self {
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

    /// Newton's step in what is free: the gradient over the curvature, which is positive definite by the prior.
    fn step(self, samples: &[Sample], prior: Prior, free: Free) -> Self {
        let mut gradient = (prior.shift * self.shift, prior.slope * (self.slope - 1.0));
        let (mut shift_shift, mut shift_slope, mut slope_slope) = (prior.shift, 0.0, prior.slope);
        for Sample { log_odds, outcome, weight } in samples {
            let probability = logistic(self.at(*log_odds));
            let miss = weight * (probability - outcome);
            let curve = weight * probability * (1.0 - probability);
            gradient.0 += miss;
            gradient.1 += miss * log_odds;
            shift_shift += curve;
            shift_slope += curve * log_odds;
            slope_slope += curve * log_odds * log_odds;
        }
        if free == Free::Shift {
            return Self { shift: gradient.0 / shift_shift, slope: 0.0 };
        }
        let determinant = shift_shift * slope_slope - shift_slope * shift_slope;
        Self {
            shift: (slope_slope * gradient.0 - shift_slope * gradient.1) / determinant,
            slope: (shift_shift * gradient.1 - shift_slope * gradient.0) / determinant,
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

    /// Near misses that look exactly as what the FAQ holds, of all sorts of clearness.
    fn alike(low: f64, high: f64) -> Vec<Sample> {
        let log_odds = |at: u32| low + (high - low) * f64::from(at) / 200.0;
        (0..200).flat_map(|at| [true, false].map(|held| sample(log_odds(at), held))).collect()
    }

    #[test]
    fn an_examination_in_which_nothing_is_told_apart_gives_even_odds() {
        for (low, high) in [(-6.0, 2.0), (-10.0, 0.0), (2.0, 8.0), (-4.0, 6.0)] {
            let line = Line::fit(&alike(low, high), 20.0, MANY);
            assert_eq!(line.slope, SLOPES.0);
            for at in [low, (low + high) / 2.0, high] {
                let held = logistic(line.at(at));
                assert!((held - 0.5).abs() < 0.25, "{low} to {high}: {held} at {at} by {line:?}");
            }
        }
    }

    #[test]
    fn the_line_is_the_best_there_is() {
        let half: Vec<Sample> = (0..4_000)
            .map(|at| {
                let log_odds = f64::from(at % 40) / 5.0 - 4.0;
                sample(log_odds, f64::from(at / 40) < 100.0 * logistic(0.5 * log_odds + 1.0))
            })
            .collect();
        let line = Line::fit(&half, 20.0, MANY);
        assert!((line.slope - 0.5).abs() < 0.05 && (line.shift - 1.0).abs() < 0.05, "{line:?}");
        for (samples, wordings) in
            [(half, MANY), (alike(-6.0, 2.0), 5.0), (alike(2.0, 8.0), 3.0), (alike(-30.0, 30.0), 1.0)]
        {
            let line = Line::fit(&samples, 20.0, wordings);
            let prior = Prior { shift: 5.0, slope: 10.0 * (1.0 + SLOPE_DOUBT / wordings.powi(2)) };
            let loss = line.loss(&samples, prior);
            for (shift, slope) in [(0.01, 0.0), (-0.01, 0.0), (0.0, 0.01), (0.0, -0.01)] {
                let other = line.minus(Line { shift, slope }, 1.0);
                assert!(
                    other.slope < SLOPES.0 || other.loss(&samples, prior) > loss,
                    "{line:?} of {wordings}: {other:?}"
                );
            }
        }
    }

    #[test]
    fn what_counts_twice_is_as_if_it_were_asked_twice() {
        let once: Vec<Sample> = (0..60).map(|at| sample(f64::from(at % 12) - 6.0, at % 5 != 0)).collect();
        let twice: Vec<Sample> = once.iter().flat_map(|sample| [*sample; 2]).collect();
        let heavy: Vec<Sample> = once.iter().map(|sample| Sample { weight: 2.0, ..*sample }).collect();
        let (twice, heavy) = (Line::fit(&twice, 20.0, MANY), Line::fit(&heavy, 20.0, MANY));
        assert!((twice.shift - heavy.shift).abs() < 1e-9 && (twice.slope - heavy.slope).abs() < 1e-9);
        assert_ne!(heavy, Line::fit(&once, 20.0, MANY));
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
    fn a_line_stays_within_bounds_and_nothing_examined_changes_nothing() {
        assert_eq!(Line::fit(&[], 20.0, 3.0), Line { shift: 0.0, slope: 1.0 });
        let sure = |outcome: bool| -> Vec<Sample> { (0..5_000).map(|_| sample(0.0, outcome)).collect() };
        assert_eq!(Line::fit(&sure(true), 1.0, MANY).shift, SHIFTS.1);
        assert_eq!(Line::fit(&sure(false), 1.0, MANY).shift, SHIFTS.0);
        let parted: Vec<Sample> = (0..5_000).map(|at| sample(f64::from(at % 2) - 0.5, at % 2 == 1)).collect();
        assert_eq!(Line::fit(&parted, 1.0, MANY).slope, SLOPES.1);
        assert_eq!(Line::fit(&parted, 20.0, 0.0), Line::fit(&parted, 20.0, 1.0), "a FAQ without wordings");
    }
}
