// What the kernels of whole recurrent sequences share.
//
// The parts of a sequence lie as [batch][time][...] or [time][batch][...]. Step s reads its
// input at time s, or from the end where the sequence runs backwards; what a step makes lies
// at place s either way.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <type_traits>

#include "../onednn/onednn.h"
#include "../parallel.h"
#include "../registry.h"
#include "gemm.h"
#include "math.h"

namespace tb {

struct Sequence {
  int64_t batch, time, units;
  bool time_major, backwards;
  const bool* mask = nullptr;  // null where every step counts

  // From `projected`, whose last dimension holds `gates` parts; false where it doesn't fit.
  bool read(const KernelContext& ctx, const Array& projected, int64_t gates) {
    if (projected.rank() != 3 || projected.dim(2) % gates != 0) return false;
    time_major = ctx.attr_bool("time_major");
    backwards = ctx.attr_bool("go_backwards");
    batch = projected.dim(time_major ? 1 : 0);
    time = projected.dim(time_major ? 0 : 1);
    units = projected.dim(2) / gates;
    return projected.size() > 0;
  }
  bool read_mask(const Array& array) {
    Dims wanted = time_major ? Dims{time, batch} : Dims{batch, time};
    if (array.dtype() != DType::kBool || !(array.dims() == wanted)) return false;
    mask = array.data<bool>();
    return true;
  }
  bool is_state(const Array& array, DType dtype) const {
    return array.dtype() == dtype && array.dims() == Dims{batch, units};
  }
  Dims dims(int64_t width) const {
    return time_major ? Dims{time, batch, width} : Dims{batch, time, width};
  }

  int64_t row(int64_t b, int64_t place) const {
    return time_major ? place * batch + b : b * time + place;
  }
  int64_t time_of(int64_t step) const { return backwards ? time - 1 - step : step; }
  // How many rows lie between two neighbours in a batch.
  int64_t stride() const { return time_major ? 1 : time; }
  bool live(int64_t b, int64_t step) const { return !mask || mask[row(b, time_of(step))]; }

  // Whole sequences on each thread need no waiting between steps. Where there are few, the
  // threads share the products instead.
  template <class Body>
  void for_rows(const Body& body) const {
    constexpr int64_t kFewRows = 4;
    if (batch < kFewRows * thread_count()) {
      body(int64_t{0}, batch);
    } else {
      parallel_for(batch, time * units * units, body);
    }
  }

  // The states before each step, a row for each input row: [batch * time][units].
  template <class T>
  void previous_states(const T* states, const T* initial, T* out) const {
    for (int64_t b = 0; b < batch; ++b) {
      for (int64_t s = 0; s < time; ++s) {
        const T* from = s == 0 ? initial + b * units : states + row(b, s - 1) * units;
        std::copy_n(from, units, out + row(b, time_of(s)) * units);
      }
    }
  }
};

// out[m][n] = the transposed of a[rows][m], times b[rows][n], whose rows lie `ldb` apart.
template <class T>
void transposed_product(const T* a, const T* b, int64_t ldb, int64_t rows, int64_t m, int64_t n,
                        T* out) {
  if constexpr (std::is_same_v<T, float>) {
    if (onednn_sgemm(true, false, m, n, rows, a, m, b, ldb, out, n)) return;
  }
  multiply(Matrix<T>{a, 1, m}, Matrix<T>{b, ldb, 1}, out, m, n, rows);
}

template <class T>
TB_NOINLINE void apply_sigmoid(T* x, int64_t n) {
#pragma omp simd
  for (int64_t i = 0; i < n; ++i) x[i] = math::sigmoid(x[i]);
}

template <class T>
TB_NOINLINE void apply_tanh(T* x, int64_t n) {
#pragma omp simd
  for (int64_t i = 0; i < n; ++i) x[i] = math::tanh(x[i]);
}

template <class T>
void add_onto(const T* x, int64_t n, T* sums) {
  for (int64_t i = 0; i < n; ++i) sums[i] += x[i];
}

// A state's gradient to start with.
template <class T>
T* start_state(KernelContext& ctx, const Sequence& seq, const Array* given) {
  Array& out = ctx.output(dtype_of<T>, {seq.batch, seq.units});
  if (given) {
    std::memcpy(out.raw(), given->raw(), out.bytes());
  } else {
    std::memset(out.raw(), 0, out.bytes());
  }
  return out.template data<T>();
}

// The array of an optional input: a list of one or none, counted by the attribute.
inline const Array* optional_input(const KernelContext& ctx, std::string_view count, int* next) {
  return ctx.attr_int(count) == 0 ? nullptr : &ctx.input((*next)++);
}

}  // namespace tb
