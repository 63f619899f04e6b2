// Parallel loops. Small work runs inline: waking the pool costs more than a small loop.
#pragma once

#include <cstdint>

#ifdef _OPENMP
#include <omp.h>
#endif

namespace tb {

// Elements of cheap work (an add, a copy) from which a second thread repays its wake-up.
inline constexpr int64_t kParallelGrain = 32 * 1024;

inline int thread_count() {
#ifdef _OPENMP
  return omp_get_max_threads();
#else
  return 1;
#endif
}

inline void set_thread_count(int threads) {
#ifdef _OPENMP
  omp_set_num_threads(threads);
#else
  (void)threads;
#endif
}

// Bounds the threads of the parallel regions that this thread opens, libraries' included.
class ThreadLimit {
 public:
  explicit ThreadLimit(int threads) : previous_(thread_count()) {
    if (threads != previous_) set_thread_count(threads);
  }
  ~ThreadLimit() {
    if (thread_count() != previous_) set_thread_count(previous_);
  }
  ThreadLimit(const ThreadLimit&) = delete;
  ThreadLimit& operator=(const ThreadLimit&) = delete;

 private:
  int previous_;
};

// Calls body(begin, end) on pieces of [0, n); `cost` is the work of one element in cheap units.
template <class Body>
void parallel_for(int64_t n, int64_t cost, const Body& body) {
#ifdef _OPENMP
  int threads = n * cost >= 2 * kParallelGrain ? thread_count() : 1;
  if (threads > 1 && n > 1 && !omp_in_parallel()) {
    int64_t pieces = n * cost / kParallelGrain;
    if (pieces > threads) pieces = threads;
    if (pieces > n) pieces = n;
#pragma omp parallel for num_threads(static_cast<int>(pieces)) schedule(static, 1)
    for (int64_t piece = 0; piece < pieces; ++piece) {
      body(n * piece / pieces, n * (piece + 1) / pieces);
    }
    return;
  }
#endif
  if (n > 0) body(int64_t{0}, n);
}

}  // namespace tb
