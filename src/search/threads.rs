//! Work that falls into independent pieces, done on several threads.
//!
//! Invariant: what comes back depends on the pieces alone and is in their order, so that an index is the same to the
//! last bit on any number of cores.

use std::sync::atomic::{AtomicUsize, Ordering};

/// The most threads of one build: beyond it memory for the examination grows more than time falls.
const MOST_THREADS: usize = 8;

/// On how many threads an index may be built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Threads(usize);

impl Threads {
    /// The calling thread alone.
    #[cfg(test)]
    pub const ONE: Self = Self(1);

    /// As many as the machine gives this process, within bounds.
    pub fn available() -> Self {
        Self(std::thread::available_parallelism().map_or(1, usize::from).min(MOST_THREADS))
    }

    /// A number of threads, at least one, for tests of what must not depend on it.
    #[cfg(test)]
    pub fn of(count: usize) -> Self {
        Self(count.max(1))
    }

    /// What each of some pieces of work that run side by side may use.
    pub fn each_of(self, pieces: usize) -> Self {
        Self(self.0.div_ceil(pieces.max(1)))
    }

    /// Does the work of every piece, and gives the results in the order of the pieces. A panic in the work goes on in
    /// the caller.
    pub fn map<Piece: Sync, Done: Send>(self, pieces: &[Piece], work: impl Fn(&Piece) -> Done + Sync) -> Vec<Done> {
        let helpers = self.0.min(pieces.len()).saturating_sub(1);
        if helpers == 0 {
            return pieces.iter().map(work).collect();
        }
        let next = AtomicUsize::new(0);
        // whoever is free takes the next piece, since pieces take different times
        let take = || {
            let mut done = Vec::new();
            loop {
                let at = next.fetch_add(1, Ordering::Relaxed);
                let Some(piece) = pieces.get(at) else { return done };
                done.push((at, work(piece)));
            }
        };
        let mut done = std::thread::scope(|scope| {
            let helping: Vec<_> = (0..helpers).map(|_| scope.spawn(take)).collect();
            let mut done = take();
            for helper in helping {
                done.extend(helper.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
            }
            done
        });
        done.sort_by_key(|(at, _)| *at);
        done.into_iter().map(|(_, done)| done).collect()
    }

    /// Does a change to every piece, of which each takes about as long. Panics if a change does.
    pub fn each<Piece: Send>(self, pieces: &mut [Piece], change: impl Fn(&mut Piece) + Sync) {
        let part = pieces.len().div_ceil(self.0.max(1)).max(1);
        std::thread::scope(|scope| {
            let mut parts = pieces.chunks_mut(part);
            let own = parts.next();
            parts.for_each(|part| drop(scope.spawn(|| part.iter_mut().for_each(&change))));
            own.into_iter().flatten().for_each(&change);
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_in_the_order_of_the_pieces_on_any_number_of_threads() {
        let pieces: Vec<usize> = (0..100).collect();
        let squares: Vec<usize> = pieces.iter().map(|piece| piece * piece).collect();
        for count in [0, 1, 2, 7, 200] {
            assert_eq!(Threads::of(count).map(&pieces, |piece| piece * piece), squares);
        }
        assert!(Threads::of(3).map(&[0; 0], |piece: &i32| *piece).is_empty());
        for count in [1, 3, 200] {
            let mut changed = pieces.clone();
            Threads::of(count).each(&mut changed, |piece| *piece *= *piece);
            assert_eq!(changed, squares);
            Threads::of(count).each(&mut [0; 0], |piece: &mut i32| *piece += 1);
        }
        assert!(Threads::available().0 >= 1 && Threads::available().0 <= MOST_THREADS);
    }

    #[test]
    fn threads_are_shared_among_pieces() {
        assert_eq!(Threads::of(4).each_of(2), Threads::of(2));
        assert_eq!((Threads::of(2).each_of(3), Threads::ONE.each_of(0)), (Threads::ONE, Threads::ONE));
    }
}
