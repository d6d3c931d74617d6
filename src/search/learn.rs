//! The ranking's weights as one FAQ's own wordings ask for them.
//!
//! In a FAQ of commands with free words in them coverage says little, in one with long answers much. The fitted weights
//! are the start, and the FAQ's examination moves them, the more the more questions it has: a conditional logistic
//! regression (McFadden 1974) over each question's candidates with a normal prior around the start.
//!
//! Invariant: a FAQ without an examination keeps the fitted weights.

use super::rank::{COUNT, Features, Weights};

/// How many certain questions the start weighs as much as.
const PRIOR: f64 = 40.0;
/// How much each feature varies among the candidates of a question, which makes one prior fit all.
const SPREAD: [f64; COUNT] = [2.5, 0.15, 0.12, 0.15, 0.25, 0.35, 0.3, 0.3, 0.3, 0.3, 0.25, 0.2];
/// Newton steps at most: the objective is convex and smooth.
const STEPS: usize = 16;
/// How often a step that leads uphill is halved: where the start is sure of what the lessons deny, the curve there says
/// little of the way, and a whole step may lead far beyond the valley.
const HALVINGS: usize = 12;
/// A step that gains less than this ends the descent.
const ENOUGH: f64 = 1e-9;

/// A question whose right candidate is known.
pub struct Lesson<'a> {
    /// The candidates.
    pub candidates: &'a [(u32, Features)],
    /// The place of the right one among them.
    pub right: usize,
}

/// Moves weights to what the lessons teach.
pub fn learn(start: &Weights, lessons: &[Lesson]) -> Weights {
    let origin: [f64; COUNT] = start.0.map(f64::from);
    let misfit = |weights: &[f64; COUNT]| -> f64 {
        let moved = (0..COUNT).map(|at| 0.5 * precision(at) * (weights[at] - origin[at]).powi(2)).sum::<f64>();
        moved + lessons.iter().map(|lesson| surprise(lesson, weights)).sum::<f64>()
    };
    let (mut weights, mut least) = (origin, misfit(&origin));
    for _ in 0..STEPS {
        let mut slope = [0.0; COUNT];
        let mut curve = [[0.0; COUNT]; COUNT];
        for at in 0..COUNT {
            slope[at] = precision(at) * (weights[at] - origin[at]);
            curve[at][at] = precision(at);
        }
        for lesson in lessons {
            add(lesson, &weights, &mut slope, &mut curve);
        }
        let Some(step) = solve(curve, slope) else { break };
        let mut shorter = (0..HALVINGS).map(|times| {
            let part = 0.5f64.powi(times as i32);
            let there: [f64; COUNT] = std::array::from_fn(|at| weights[at] - part * step[at]);
            (there, misfit(&there))
        });
        let Some((there, misfit)) = shorter.find(|(_, misfit)| *misfit < least) else { break };
        let gained = least - misfit;
        (weights, least) = (there, misfit);
        if gained < ENOUGH {
            break;
        }
    }
    Weights(weights.map(|weight| weight as f32))
}

/// How much a weight resists being moved.
fn precision(at: usize) -> f64 {
    PRIOR * SPREAD[at] * SPREAD[at]
}

/// The values of a lesson's candidates, and their scores by some weights.
fn scored(lesson: &Lesson, weights: &[f64; COUNT]) -> (Vec<[f64; COUNT]>, Vec<f64>) {
    let values: Vec<[f64; COUNT]> =
        lesson.candidates.iter().map(|(_, features)| features.values().map(f64::from)).collect();
    let score = |values: &[f64; COUNT]| values.iter().zip(weights).map(|(value, weight)| value * weight).sum();
    let scores = values.iter().map(score).collect();
    (values, scores)
}

/// The negative logarithm of the probability that some weights give to the right candidate.
fn surprise(lesson: &Lesson, weights: &[f64; COUNT]) -> f64 {
    let (_, scores) = scored(lesson, weights);
    let highest = scores.iter().copied().fold(f64::MIN, f64::max);
    let total: f64 = scores.iter().map(|score| (score - highest).exp()).sum();
    highest + total.ln() - scores[lesson.right]
}

/// Adds one lesson's part to the slope and the curvature of the negative log likelihood.
fn add(lesson: &Lesson, weights: &[f64; COUNT], slope: &mut [f64; COUNT], curve: &mut [[f64; COUNT]; COUNT]) {
    let (values, scores) = scored(lesson, weights);
    let highest = scores.iter().copied().fold(f64::MIN, f64::max);
    let odds: Vec<f64> = scores.iter().map(|score| (score - highest).exp()).collect();
    let total: f64 = odds.iter().sum();
    let mut mean = [0.0; COUNT];
    for (values, odds) in values.iter().zip(&odds) {
        mean.iter_mut().zip(values).for_each(|(mean, value)| *mean += value * odds / total);
    }
    for at in 0..COUNT {
        slope[at] += mean[at] - values[lesson.right][at];
    }
    for (values, odds) in values.iter().zip(&odds).filter(|(_, odds)| **odds > 1e-4 * total) {
        for row in 0..COUNT {
            let part = odds / total * (values[row] - mean[row]);
            for column in 0..COUNT {
                curve[row][column] += part * (values[column] - mean[column]);
            }
        }
    }
}

/// Solves a symmetric positive definite system by elimination. `None` where it is not.
fn solve(mut matrix: [[f64; COUNT]; COUNT], mut right: [f64; COUNT]) -> Option<[f64; COUNT]> {
    for pivot in 0..COUNT {
        if matrix[pivot][pivot] <= f64::EPSILON {
            return None;
        }
        for row in pivot + 1..COUNT {
            let factor = matrix[row][pivot] / matrix[pivot][pivot];
            let above = matrix[pivot];
            matrix[row].iter_mut().zip(above).for_each(|(held, above)| *held -= factor * above);
            right[row] -= factor * right[pivot];
        }
    }
    for row in (0..COUNT).rev() {
        for column in row + 1..COUNT {
            right[row] -= matrix[row][column] * right[column];
        }
        right[row] /= matrix[row][row];
    }
    Some(right)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidates(found: [f32; 2], answer: [f32; 2]) -> Vec<(u32, Features)> {
        let features = |at: usize| Features { found: found[at], answer: answer[at], ..Features::default() };
        vec![(0, features(0)), (1, features(1))]
    }

    #[test]
    fn a_start_that_is_sure_of_what_all_lessons_deny_is_left_for_the_valley_and_not_for_the_hill_beyond() {
        let start = Weights::fitted(1.0);
        let features = |by_any: f32| Features { by_any, ..Features::default() };
        let denied = vec![(0, features(1.0)), (1, features(0.0))];
        let lessons: Vec<Lesson> = (0..200).map(|_| Lesson { candidates: &denied, right: 1 }).collect();
        let by_any = 7;
        assert!(start.0[by_any] > 4.0);
        // where the pull of 200 lessons and that of the prior are equal
        let learned = f64::from(learn(&start, &lessons).0[by_any]);
        let pull = 200.0 / (1.0 + (-learned).exp());
        let resistance = precision(by_any) * (f64::from(start.0[by_any]) - learned);
        assert!((pull - resistance).abs() < 0.01 && learned < 0.0, "{learned}: {pull} and {resistance}");
    }

    #[test]
    fn what_tells_right_from_wrong_gains_weight() {
        let start = Weights::fitted(1.0);
        // what is found says nothing here, what the answer holds says all
        let (one, other) = (candidates([1.0, 0.0], [0.0, 1.0]), candidates([0.0, 1.0], [1.0, 0.0]));
        let lessons: Vec<Lesson> = (0..100)
            .map(|at| {
                if at % 2 == 0 {
                    Lesson { candidates: &one, right: 1 }
                } else {
                    Lesson { candidates: &other, right: 0 }
                }
            })
            .collect();
        let learned = learn(&start, &lessons);
        let (found, answer) = (4, 5);
        assert!(learned.0[answer] > start.0[answer] && learned.0[found] < start.0[found]);
        assert_eq!(learn(&start, &[]), start);
        let few = learn(&start, &lessons[..4]);
        assert!(few.0[answer] < learned.0[answer], "few lessons teach little");
    }

    #[test]
    fn systems_are_solved() {
        let mut matrix = [[0.0; COUNT]; COUNT];
        (0..COUNT).for_each(|at| matrix[at][at] = 2.0);
        (matrix[0][1], matrix[1][0]) = (1.0, 1.0);
        let mut right = [2.0; COUNT];
        (right[0], right[1]) = (5.0, 4.0);
        let solved = solve(matrix, right).unwrap();
        assert!((solved[0] - 2.0).abs() < 1e-12 && (solved[1] - 1.0).abs() < 1e-12 && solved[2] == 1.0);
        assert_eq!(solve([[0.0; COUNT]; COUNT], right), None);
    }
}
