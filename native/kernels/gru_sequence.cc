// Gated recurrent units over whole sequences, and their gradient. The gates stand in the order
// update, reset, candidate; behind them a step keeps what the reset gate was multiplied with
// (after the recurrent product) or the product of both (before it).
#include "panels.h"
#include "sequence.h"

namespace tb {
namespace {

// The recurrent weights [units][3 * units], whole or as the gates' part and the candidate's.
template <class T>
Matrix<T> columns_from(const Array& kernel, int64_t first, bool transposed) {
  int64_t width = kernel.dim(1);
  const T* data = kernel.data<T>() + first;
  return transposed ? Matrix<T>{data, 1, width} : Matrix<T>{data, width, 1};
}

template <class T>
struct GruForward {
  Sequence seq;
  const T *projected, *initial, *bias;
  T *hidden, *gates, *last;

  const T* before(int64_t b, int64_t s) const {
    return s == 0 ? initial + b * seq.units : hidden + seq.row(b, s - 1) * seq.units;
  }
  int64_t before_stride(int64_t s) const { return s == 0 ? seq.units : seq.stride() * seq.units; }

  void run_after(const Panels<T>& recurrent, int64_t begin, int64_t end) const {
    int64_t units = seq.units, rows = end - begin;
    Scratch<T> inner(rows * 3 * units);
    for (int64_t s = 0; s < seq.time; ++s) {
      recurrent.multiply_onto(bias, 0, before(begin, s), before_stride(s), rows, inner.get(),
                              3 * units);
      for (int64_t b = begin; b < end; ++b) {
        if (keep(b, s)) continue;
        const T* in = projected + seq.row(b, seq.time_of(s)) * 3 * units;
        const T* own = inner.get() + (b - begin) * 3 * units;
        T* g = gates + seq.row(b, s) * 4 * units;
        for (int64_t u = 0; u < 2 * units; ++u) g[u] = in[u] + own[u];
        apply_sigmoid(g, 2 * units);
        for (int64_t u = 0; u < units; ++u) {
          g[3 * units + u] = own[2 * units + u];
          g[2 * units + u] = in[2 * units + u] + g[units + u] * own[2 * units + u];
        }
        blend(b, s);
      }
    }
    finish(begin, end);
  }

  void run_before(const Panels<T>& recurrent, const Panels<T>& candidate, int64_t begin,
                  int64_t end) const {
    int64_t units = seq.units, stride = seq.stride(), wide = stride * 4 * units;
    for (int64_t s = 0; s < seq.time; ++s) {
      const T* in = projected + seq.row(begin, seq.time_of(s)) * 3 * units;
      T* g = gates + seq.row(begin, s) * 4 * units;
      recurrent.multiply_onto(in, stride * 3 * units, before(begin, s), before_stride(s),
                              end - begin, g, wide);
      for (int64_t b = begin; b < end; ++b) {
        T* each = gates + seq.row(b, s) * 4 * units;
        const T* old = before(b, s);
        apply_sigmoid(each, 2 * units);
        for (int64_t u = 0; u < units; ++u) each[3 * units + u] = each[units + u] * old[u];
      }
      candidate.multiply_onto(in + 2 * units, stride * 3 * units, g + 3 * units, wide, end - begin,
                              g + 2 * units, wide);
      for (int64_t b = begin; b < end; ++b) {
        if (!keep(b, s)) blend(b, s);
      }
    }
    finish(begin, end);
  }

  // Whether the step doesn't count: the state stays then.
  bool keep(int64_t b, int64_t s) const {
    if (seq.live(b, s)) return false;
    std::copy_n(before(b, s), seq.units, hidden + seq.row(b, s) * seq.units);
    std::fill_n(gates + seq.row(b, s) * 4 * seq.units, 4 * seq.units, T(0));
    return true;
  }

  void blend(int64_t b, int64_t s) const {
    int64_t units = seq.units;
    T* g = gates + seq.row(b, s) * 4 * units;
    T* h = hidden + seq.row(b, s) * units;
    const T* old = before(b, s);
    apply_tanh(g + 2 * units, units);
    for (int64_t u = 0; u < units; ++u) {
      h[u] = g[u] * old[u] + (T(1) - g[u]) * g[2 * units + u];
    }
  }

  void finish(int64_t begin, int64_t end) const {
    for (int64_t b = begin; b < end; ++b) {
      std::copy_n(hidden + seq.row(b, seq.time - 1) * seq.units, seq.units, last + b * seq.units);
    }
  }
};

// The bias of the recurrent product, zeros where there is none.
template <class T>
bool fill_bias(const Array* bias, int64_t width, T* out) {
  if (!bias) return std::fill_n(out, width, T(0)), true;
  if (!(bias->dims() == Dims{width})) return false;
  return std::copy_n(bias->data<T>(), width, out), true;
}

struct Gru {
  template <class T>
  static bool run(KernelContext& ctx) {
    const Array &projected = ctx.input(0), &initial = ctx.input(1), &kernel = ctx.input(2);
    bool reset_after = ctx.attr_bool("reset_after");
    GruForward<T> pass;
    Sequence& seq = pass.seq;
    if (!seq.read(ctx, projected, 3) || !seq.is_state(initial, dtype_of<T>) ||
        !(kernel.dims() == Dims{seq.units, 3 * seq.units})) {
      return false;
    }
    int next = 3;
    const Array* bias = optional_input(ctx, "biases", &next);
    const Array* mask = optional_input(ctx, "masks", &next);
    Scratch<T> bias_row(3 * seq.units);
    if ((bias && !reset_after) || !fill_bias(bias, 3 * seq.units, bias_row.get()) ||
        (mask && !seq.read_mask(*mask))) {
      return false;
    }
    pass.projected = projected.data<T>();
    pass.initial = initial.data<T>();
    pass.bias = bias_row.get();
    pass.hidden = ctx.output(dtype_of<T>, seq.dims(seq.units)).template data<T>();
    pass.gates = ctx.output(dtype_of<T>, seq.dims(4 * seq.units)).template data<T>();
    pass.last = ctx.output(dtype_of<T>, initial.dims()).template data<T>();
    int64_t first = reset_after ? 3 * seq.units : 2 * seq.units;
    Panels<T> recurrent(columns_from<T>(kernel, 0, false), seq.units, first);
    if (reset_after) {
      seq.for_rows([&](int64_t begin, int64_t end) { pass.run_after(recurrent, begin, end); });
    } else {
      Panels<T> candidate(columns_from<T>(kernel, first, false), seq.units, seq.units);
      seq.for_rows(
          [&](int64_t begin, int64_t end) { pass.run_before(recurrent, candidate, begin, end); });
    }
    return true;
  }
};

template <class T>
struct GruBackward {
  Sequence seq;
  const T *hidden, *gates, *initial, *d_outputs;
  T *d_projected, *d_inner, *d_hidden;  // d_inner: of the recurrent product, where it differs

  void run_after(const Panels<T>& recurrent, int64_t begin, int64_t end) const {
    int64_t units = seq.units, width = 3 * units;
    for (int64_t s = seq.time - 1; s >= 0; --s) {
      for (int64_t b = begin; b < end; ++b) {
        if (dead(b, s)) {
          std::fill_n(d_inner + seq.row(b, seq.time_of(s)) * width, width, T(0));
          continue;
        }
        int64_t at = seq.row(b, seq.time_of(s)) * width;
        after_row(units, gates + seq.row(b, s) * 4 * units, before(b, s), d_hidden + b * units,
                  d_projected + at, d_inner + at);
      }
      T* sums = d_hidden + begin * units;
      recurrent.multiply_onto(sums, units, d_inner + seq.row(begin, seq.time_of(s)) * width,
                              seq.stride() * width, end - begin, sums, units);
    }
  }

  void run_before(const Panels<T>& recurrent, const Panels<T>& candidate, int64_t begin,
                  int64_t end) const {
    int64_t units = seq.units, width = 3 * units, rows = end - begin;
    Scratch<T> product(rows * units), zeros(units);
    std::fill_n(zeros.get(), units, T(0));
    for (int64_t s = seq.time - 1; s >= 0; --s) {
      for (int64_t b = begin; b < end; ++b) {
        if (dead(b, s)) continue;
        candidate_row(units, gates + seq.row(b, s) * 4 * units, d_hidden + b * units,
                      d_projected + seq.row(b, seq.time_of(s)) * width);
      }
      T* d = d_projected + seq.row(begin, seq.time_of(s)) * width;
      candidate.multiply_onto(zeros.get(), 0, d + 2 * units, seq.stride() * width, rows,
                              product.get(), units);
      for (int64_t b = begin; b < end; ++b) {
        if (!seq.live(b, s)) continue;
        before_row(units, gates + seq.row(b, s) * 4 * units, before(b, s),
                   product.get() + (b - begin) * units, d_hidden + b * units,
                   d_projected + seq.row(b, seq.time_of(s)) * width);
      }
      T* sums = d_hidden + begin * units;
      recurrent.multiply_onto(sums, units, d, seq.stride() * width, rows, sums, units);
    }
  }

  const T* before(int64_t b, int64_t s) const {
    return s == 0 ? initial + b * seq.units : hidden + seq.row(b, s - 1) * seq.units;
  }

  // Adds the output's gradient; where the step doesn't count, that is all.
  bool dead(int64_t b, int64_t s) const {
    int64_t units = seq.units;
    if (d_outputs) add_onto(d_outputs + seq.row(b, s) * units, units, d_hidden + b * units);
    if (seq.live(b, s)) return false;
    std::fill_n(d_projected + seq.row(b, seq.time_of(s)) * 3 * units, 3 * units, T(0));
    return true;
  }

  static TB_NOINLINE void after_row(int64_t units, const T* g, const T* old, T* dh, T* d,
                                    T* inner) {
#pragma omp simd
    for (int64_t u = 0; u < units; ++u) {
      T update = g[u], reset = g[units + u], candidate = g[2 * units + u];
      T d_candidate = dh[u] * (T(1) - update) * (T(1) - candidate * candidate);
      T d_update = dh[u] * (old[u] - candidate) * update * (T(1) - update);
      T d_reset = d_candidate * g[3 * units + u] * reset * (T(1) - reset);
      d[u] = inner[u] = d_update;
      d[units + u] = inner[units + u] = d_reset;
      d[2 * units + u] = d_candidate;
      inner[2 * units + u] = d_candidate * reset;
      dh[u] *= update;
    }
  }

  static TB_NOINLINE void candidate_row(int64_t units, const T* g, const T* dh, T* d) {
#pragma omp simd
    for (int64_t u = 0; u < units; ++u) {
      T candidate = g[2 * units + u];
      d[2 * units + u] = dh[u] * (T(1) - g[u]) * (T(1) - candidate * candidate);
    }
  }

  static TB_NOINLINE void before_row(int64_t units, const T* g, const T* old, const T* product,
                                     T* dh, T* d) {
#pragma omp simd
    for (int64_t u = 0; u < units; ++u) {
      T update = g[u], reset = g[units + u];
      d[u] = dh[u] * (old[u] - g[2 * units + u]) * update * (T(1) - update);
      d[units + u] = product[u] * old[u] * reset * (T(1) - reset);
      dh[u] = dh[u] * update + product[u] * reset;
    }
  }
};

// The kernel's gradient where the candidate's part has another left side.
template <class T>
void two_part_product(const GruBackward<T>& pass, const T* previous, T* d_kernel) {
  const Sequence& seq = pass.seq;
  int64_t units = seq.units, rows = seq.batch * seq.time, width = 3 * units;
  Scratch<T> reset(rows * units), both(units * 2 * units), candidate(units * units);
  for (int64_t b = 0; b < seq.batch; ++b) {
    for (int64_t s = 0; s < seq.time; ++s) {
      std::copy_n(pass.gates + (seq.row(b, s) * 4 + 3) * units, units,
                  reset.get() + seq.row(b, seq.time_of(s)) * units);
    }
  }
  transposed_product(previous, pass.d_projected, width, rows, units, 2 * units, both.get());
  transposed_product(reset.get(), pass.d_projected + 2 * units, width, rows, units, units,
                     candidate.get());
  for (int64_t i = 0; i < units; ++i) {
    std::copy_n(both.get() + i * 2 * units, 2 * units, d_kernel + i * width);
    std::copy_n(candidate.get() + i * units, units, d_kernel + i * width + 2 * units);
  }
}

struct GruGrad {
  template <class T>
  static bool run(KernelContext& ctx) {
    const Array &hidden = ctx.input(0), &gates = ctx.input(1), &initial = ctx.input(2),
                &kernel = ctx.input(3);
    bool reset_after = ctx.attr_bool("reset_after");
    GruBackward<T> pass;
    Sequence& seq = pass.seq;
    if (!seq.read(ctx, gates, 4) || !(hidden.dims() == seq.dims(seq.units)) ||
        !seq.is_state(initial, dtype_of<T>) || !(kernel.dims() == Dims{seq.units, 3 * seq.units})) {
      return false;
    }
    int next = 4;
    const Array* mask = optional_input(ctx, "masks", &next);
    if (mask && !seq.read_mask(*mask)) return false;
    const Array* d_outputs = optional_input(ctx, "dys", &next);
    const Array* d_last = optional_input(ctx, "states", &next);
    if ((d_outputs && !(d_outputs->dims() == hidden.dims())) ||
        (d_last && !seq.is_state(*d_last, dtype_of<T>))) {
      return false;
    }
    int64_t units = seq.units, rows = seq.batch * seq.time, width = 3 * units;
    pass.hidden = hidden.data<T>();
    pass.gates = gates.data<T>();
    pass.initial = initial.data<T>();
    pass.d_outputs = d_outputs ? d_outputs->data<T>() : nullptr;
    pass.d_projected = ctx.output(dtype_of<T>, seq.dims(width)).template data<T>();
    pass.d_hidden = start_state<T>(ctx, seq, d_last);
    T* d_kernel = ctx.output(dtype_of<T>, kernel.dims()).template data<T>();
    T* d_bias = ctx.output(dtype_of<T>, {width}).template data<T>();
    Scratch<T> previous(rows * units), inner(reset_after ? rows * width : 0);
    pass.d_inner = inner.get();
    int64_t first = reset_after ? width : 2 * units;
    Panels<T> recurrent(columns_from<T>(kernel, 0, true), first, units);
    if (reset_after) {
      seq.for_rows([&](int64_t begin, int64_t end) { pass.run_after(recurrent, begin, end); });
    } else {
      Panels<T> candidate(columns_from<T>(kernel, first, true), units, units);
      seq.for_rows(
          [&](int64_t begin, int64_t end) { pass.run_before(recurrent, candidate, begin, end); });
    }
    seq.previous_states(pass.hidden, pass.initial, previous.get());
    std::fill_n(d_bias, width, T(0));
    if (reset_after) {
      transposed_product(previous.get(), inner.get(), width, rows, units, width, d_kernel);
      for (int64_t i = 0; i < rows; ++i) add_onto(inner.get() + i * width, width, d_bias);
    } else {
      two_part_product(pass, previous.get(), d_kernel);
    }
    return true;
  }
};

CPU_KERNEL("TensorbrookGRU", Gru, float, double);
CPU_KERNEL("TensorbrookGRUGrad", GruGrad, float, double);

}  // namespace
}  // namespace tb
