// Long short-term memory over whole sequences, and its gradient. The gates stand in the order
// input, forget, candidate, output.
#include "panels.h"
#include "sequence.h"

namespace tb {
namespace {

template <class T>
struct LstmForward {
  Sequence seq;
  const T *projected, *initial_hidden, *initial_carry;
  T *hidden, *carry, *gates, *last_hidden, *last_carry;

  void run(const Panels<T>& recurrent, int64_t begin, int64_t end) const {
    int64_t units = seq.units, width = 4 * units, stride = seq.stride();
    for (int64_t s = 0; s < seq.time; ++s) {
      const T* before =
          s == 0 ? initial_hidden + begin * units : hidden + seq.row(begin, s - 1) * units;
      recurrent.multiply_onto(projected + seq.row(begin, seq.time_of(s)) * width, stride * width,
                              before, s == 0 ? units : stride * units, end - begin,
                              gates + seq.row(begin, s) * width, stride * width);
      for (int64_t b = begin; b < end; ++b) step(b, s);
    }
    for (int64_t b = begin; b < end; ++b) {
      std::copy_n(hidden + seq.row(b, seq.time - 1) * units, units, last_hidden + b * units);
      std::copy_n(carry + seq.row(b, seq.time - 1) * units, units, last_carry + b * units);
    }
  }

  void step(int64_t b, int64_t s) const {
    int64_t units = seq.units, row = seq.row(b, s);
    bool first = s == 0;
    const T* old_carry = first ? initial_carry + b * units : carry + seq.row(b, s - 1) * units;
    T *g = gates + row * 4 * units, *h = hidden + row * units, *c = carry + row * units;
    if (!seq.live(b, s)) {
      const T* old = first ? initial_hidden + b * units : hidden + seq.row(b, s - 1) * units;
      std::copy_n(old, units, h);
      std::copy_n(old_carry, units, c);
      std::fill_n(g, 4 * units, T(0));
      return;
    }
    apply_sigmoid(g, 2 * units);
    apply_tanh(g + 2 * units, units);
    apply_sigmoid(g + 3 * units, units);
    const T *entry = g, *forget = g + units, *candidate = g + 2 * units, *out = g + 3 * units;
    for (int64_t u = 0; u < units; ++u) {
      c[u] = forget[u] * old_carry[u] + entry[u] * candidate[u];
      h[u] = c[u];
    }
    apply_tanh(h, units);
    for (int64_t u = 0; u < units; ++u) h[u] *= out[u];
  }
};

struct Lstm {
  template <class T>
  static bool run(KernelContext& ctx) {
    const Array &projected = ctx.input(0), &hidden = ctx.input(1), &carry = ctx.input(2),
                &kernel = ctx.input(3);
    LstmForward<T> pass;
    Sequence& seq = pass.seq;
    if (!seq.read(ctx, projected, 4) || !seq.is_state(hidden, dtype_of<T>) ||
        !seq.is_state(carry, dtype_of<T>) || kernel.dtype() != dtype_of<T> ||
        !(kernel.dims() == Dims{seq.units, 4 * seq.units})) {
      return false;
    }
    int next = 4;
    const Array* mask = optional_input(ctx, "masks", &next);
    if (mask && !seq.read_mask(*mask)) return false;
    pass.projected = projected.data<T>();
    pass.initial_hidden = hidden.data<T>();
    pass.initial_carry = carry.data<T>();
    Dims state = hidden.dims();
    pass.hidden = ctx.output(dtype_of<T>, seq.dims(seq.units)).template data<T>();
    pass.carry = ctx.output(dtype_of<T>, seq.dims(seq.units)).template data<T>();
    // A sequence that runs backwards reads its input in another order.
    Array& gates = seq.backwards ? ctx.output(dtype_of<T>, projected.dims())
                                 : ctx.output_over(dtype_of<T>, projected.dims(), {0});
    pass.gates = gates.template data<T>();
    pass.last_hidden = ctx.output(dtype_of<T>, state).template data<T>();
    pass.last_carry = ctx.output(dtype_of<T>, state).template data<T>();
    Panels<T> recurrent(Matrix<T>{kernel.data<T>(), 4 * seq.units, 1}, seq.units, 4 * seq.units);
    seq.for_rows([&](int64_t begin, int64_t end) { pass.run(recurrent, begin, end); });
    return true;
  }
};

template <class T>
struct LstmBackward {
  Sequence seq;
  const T *carry, *gates, *initial_carry, *d_outputs;
  T *d_projected, *d_hidden, *d_carry;  // the states' gradients: of the last, then the first

  void run(const Panels<T>& recurrent, int64_t begin, int64_t end) const {
    int64_t units = seq.units, width = 4 * units;
    for (int64_t s = seq.time - 1; s >= 0; --s) {
      for (int64_t b = begin; b < end; ++b) step(b, s);
      T* sums = d_hidden + begin * units;
      recurrent.multiply_onto(sums, units, d_projected + seq.row(begin, seq.time_of(s)) * width,
                              seq.stride() * width, end - begin, sums, units);
    }
  }

  void step(int64_t b, int64_t s) const {
    int64_t units = seq.units, row = seq.row(b, s);
    T *dh = d_hidden + b * units, *dc = d_carry + b * units;
    T* d = d_projected + seq.row(b, seq.time_of(s)) * 4 * units;
    if (d_outputs) add_onto(d_outputs + row * units, units, dh);
    if (!seq.live(b, s)) {
      std::fill_n(d, 4 * units, T(0));
      return;
    }
    const T *g = gates + row * 4 * units, *c = carry + row * units;
    const T* old_carry = s == 0 ? initial_carry + b * units : carry + seq.row(b, s - 1) * units;
    one_row(units, g, c, old_carry, dh, dc, d);
  }

  // `d` may be `g`.
  static TB_NOINLINE void one_row(int64_t units, const T* g, const T* c, const T* old_carry, T* dh,
                                  T* dc, T* d) {
#pragma omp simd
    for (int64_t u = 0; u < units; ++u) {
      T entry = g[u], forget = g[units + u], candidate = g[2 * units + u], out = g[3 * units + u];
      T bent = math::tanh(c[u]);
      T total = dc[u] + dh[u] * out * (T(1) - bent * bent);
      d[u] = total * candidate * entry * (T(1) - entry);
      d[units + u] = total * old_carry[u] * forget * (T(1) - forget);
      d[2 * units + u] = total * entry * (T(1) - candidate * candidate);
      d[3 * units + u] = dh[u] * bent * out * (T(1) - out);
      dc[u] = total * forget;
      dh[u] = T(0);
    }
  }
};

struct LstmGrad {
  template <class T>
  static bool run(KernelContext& ctx) {
    const Array &hidden = ctx.input(0), &carry = ctx.input(1), &gates = ctx.input(2),
                &initial_hidden = ctx.input(3), &initial_carry = ctx.input(4),
                &kernel = ctx.input(5);
    LstmBackward<T> pass;
    Sequence& seq = pass.seq;
    if (!seq.read(ctx, gates, 4) || !(hidden.dims() == seq.dims(seq.units)) ||
        !(carry.dims() == hidden.dims()) || !seq.is_state(initial_hidden, dtype_of<T>) ||
        !seq.is_state(initial_carry, dtype_of<T>) ||
        !(kernel.dims() == Dims{seq.units, 4 * seq.units})) {
      return false;
    }
    int next = 6;
    const Array* mask = optional_input(ctx, "masks", &next);
    if (mask && !seq.read_mask(*mask)) return false;
    const Array* d_outputs = optional_input(ctx, "dys", &next);
    const Array* d_last_hidden = optional_input(ctx, "states", &next);
    const Array* d_last_carry = optional_input(ctx, "memories", &next);
    if ((d_outputs && !(d_outputs->dims() == hidden.dims())) ||
        (d_last_hidden && !seq.is_state(*d_last_hidden, dtype_of<T>)) ||
        (d_last_carry && !seq.is_state(*d_last_carry, dtype_of<T>))) {
      return false;
    }
    pass.carry = carry.data<T>();
    pass.gates = gates.data<T>();
    pass.initial_carry = initial_carry.data<T>();
    pass.d_outputs = d_outputs ? d_outputs->data<T>() : nullptr;
    Array& d_projected = seq.backwards ? ctx.output(dtype_of<T>, gates.dims())
                                       : ctx.output_over(dtype_of<T>, gates.dims(), {2});
    pass.d_projected = d_projected.template data<T>();
    pass.d_hidden = start_state<T>(ctx, seq, d_last_hidden);
    pass.d_carry = start_state<T>(ctx, seq, d_last_carry);
    T* d_kernel = ctx.output(dtype_of<T>, kernel.dims()).template data<T>();
    Panels<T> recurrent(Matrix<T>{kernel.data<T>(), 1, 4 * seq.units}, 4 * seq.units, seq.units);
    seq.for_rows([&](int64_t begin, int64_t end) { pass.run(recurrent, begin, end); });
    Scratch<T> previous(hidden.size());
    seq.previous_states(hidden.data<T>(), initial_hidden.data<T>(), previous.get());
    transposed_product(previous.get(), pass.d_projected, 4 * seq.units, seq.batch * seq.time,
                       seq.units, 4 * seq.units, d_kernel);
    return true;
  }
};

CPU_KERNEL("TensorbrookLSTM", Lstm, float, double);
CPU_KERNEL("TensorbrookLSTMGrad", LstmGrad, float, double);

}  // namespace
}  // namespace tb
