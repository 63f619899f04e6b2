#include "gradients.h"

#include <algorithm>
#include <exception>
#include <utility>

namespace tb {
namespace {

// Thrown where a kernel doesn't handle what it is given.
struct Unable : std::exception {};

// The first output of a kernel.
Array run(const OpEntry& op, std::initializer_list<const Array*> inputs,
          const Attributes& attributes = {}) {
  int count = static_cast<int>(inputs.size());
  Kernel kernel = op.select(inputs.begin(), count);
  FewOutputs outputs;
  KernelContext context(inputs.begin(), count, attributes, outputs);
  if (!kernel || !kernel(context)) throw Unable();
  return std::move(outputs[0]);
}

const OpEntry& kernel(const char* op) { return Registry::instance().entry(op); }

// A function of arrays that is one kernel.
#define TB_KERNEL_FUNCTION(function, op)      \
  template <class... Arrays>                  \
  Array function(const Arrays&... inputs) {   \
    static const OpEntry& entry = kernel(op); \
    return run(entry, {&inputs...});          \
  }

TB_KERNEL_FUNCTION(subtract, "Sub")
TB_KERNEL_FUNCTION(times, "Mul")
TB_KERNEL_FUNCTION(divide, "RealDiv")
TB_KERNEL_FUNCTION(negative, "Neg")
TB_KERNEL_FUNCTION(reciprocal, "Reciprocal")
TB_KERNEL_FUNCTION(sum_of, "Sum")
TB_KERNEL_FUNCTION(broadcast, "BroadcastTo")
TB_KERNEL_FUNCTION(of_tanh, "TanhGrad")
TB_KERNEL_FUNCTION(of_sigmoid, "SigmoidGrad")
TB_KERNEL_FUNCTION(of_sqrt, "SqrtGrad")
TB_KERNEL_FUNCTION(of_relu, "ReluGrad")

bool is_real(const Array& x) { return x.dtype() == DType::kFloat || x.dtype() == DType::kDouble; }

Array scalar(DType dtype, double value) {
  Array made(dtype, Dims());
  if (dtype == DType::kFloat) *made.data<float>() = static_cast<float>(value);
  if (dtype == DType::kDouble) *made.data<double>() = value;
  return made;
}

Array vector_of(const Dims& numbers) {
  Array made(DType::kInt32, {numbers.rank()});
  for (int i = 0; i < numbers.rank(); ++i) {
    if (numbers[i] > INT32_MAX) throw Unable();
    made.data<int32_t>()[i] = static_cast<int32_t>(numbers[i]);
  }
  return made;
}

// Sums over the axes along which an input of these dims was repeated.
Array unbroadcast(const Array& gradient, const Dims& wanted) {
  if (gradient.dims() == wanted) return gradient;
  Dims axes;
  int lead = gradient.rank() - wanted.rank();
  for (int i = 0; i < gradient.rank(); ++i) {
    bool repeated = i < lead || (wanted[i - lead] == 1 && gradient.dim(i) != 1);
    if (repeated) axes.push_back(i);
  }
  Array numbers = vector_of(axes);
  return sum_of(gradient, numbers).reshaped(wanted);
}

void give(GradientContext& c, int i, const Array& gradient) {
  c.result(i) = unbroadcast(gradient, c.input(i).dims());
}

bool add_gradient(GradientContext& c) {
  for (int i = 0; i < 2; ++i) {
    if (c.wanted(i)) give(c, i, c.dy);
  }
  return true;
}

bool subtract_gradient(GradientContext& c) {
  if (c.wanted(0)) give(c, 0, c.dy);
  if (c.wanted(1)) give(c, 1, negative(c.dy));
  return true;
}

bool multiply_gradient(GradientContext& c) {
  if (c.wanted(0)) give(c, 0, times(c.dy, c.input(1)));
  if (c.wanted(1)) give(c, 1, times(c.input(0), c.dy));
  return true;
}

bool divide_gradient(GradientContext& c) {
  const Array &x = c.input(0), &y = c.input(1);
  if (c.wanted(0)) give(c, 0, divide(c.dy, y));
  if (c.wanted(1)) give(c, 1, times(c.dy, divide(divide(negative(x), y), y)));
  return true;
}

bool squared_difference_gradient(GradientContext& c) {
  Array twice = times(scalar(c.dy.dtype(), 2), c.dy);
  Array first = times(twice, subtract(c.input(0), c.input(1)));
  if (c.wanted(0)) give(c, 0, first);
  if (c.wanted(1)) give(c, 1, negative(first));
  return true;
}

bool square_gradient(GradientContext& c) {
  c.result(0) = times(c.dy, times(scalar(c.dy.dtype(), 2), c.input(0)));
  return true;
}

bool negative_gradient(GradientContext& c) {
  c.result(0) = negative(c.dy);
  return true;
}

bool exp_gradient(GradientContext& c) {
  c.result(0) = times(c.dy, c.output);
  return true;
}

bool log_gradient(GradientContext& c) {
  c.result(0) = times(c.dy, reciprocal(c.input(0)));
  return true;
}

bool tanh_gradient(GradientContext& c) {
  c.result(0) = of_tanh(c.output, c.dy);
  return true;
}

bool sigmoid_gradient(GradientContext& c) {
  c.result(0) = of_sigmoid(c.output, c.dy);
  return true;
}

bool sqrt_gradient(GradientContext& c) {
  c.result(0) = of_sqrt(c.output, c.dy);
  return true;
}

bool relu_gradient(GradientContext& c) {
  c.result(0) = of_relu(c.dy, c.output);
  return true;
}

template <class T>
Array filled(const Array& value, const Dims& dims) {
  Array made(value.dtype(), dims);
  std::fill_n(made.data<T>(), made.size(), *value.data<T>());
  return made;
}

// A result of a reduction in the shape of its input.
Array spread(GradientContext& c, const Array& value) {
  const Dims& dims = c.input(0).dims();
  if (value.size() == 1) {
    return value.dtype() == DType::kFloat ? filled<float>(value, dims)
                                          : filled<double>(value, dims);
  }
  Dims kept = dims;
  if (value.rank() > 0) {
    const Array& axes = c.input(1);
    for (int64_t i = 0; i < axes.size(); ++i) {
      int64_t axis =
          axes.dtype() == DType::kInt32 ? axes.data<int32_t>()[i] : axes.data<int64_t>()[i];
      kept[static_cast<int>(axis < 0 ? axis + dims.rank() : axis)] = 1;
    }
  }
  Array shaped = value.reshaped(kept), sizes = vector_of(dims);
  return broadcast(shaped, sizes);
}

bool sum_gradient(GradientContext& c) {
  c.result(0) = spread(c, c.dy);
  return true;
}

bool mean_gradient(GradientContext& c) {
  int64_t left = std::max<int64_t>(c.output.size(), 1);
  double share = static_cast<double>(c.input(0).size() / left);
  c.result(0) = spread(c, divide(c.dy, scalar(c.dy.dtype(), share)));
  return true;
}

bool flag(const Attributes& attributes, std::string_view name) {
  const Attribute* item = attributes.find(name);
  return item && item->integer != 0;
}

Array product(const Array& a, const Array& b, bool transpose_a, bool transpose_b) {
  static const OpEntry& matmul = kernel("MatMul");
  Attributes attributes;
  for (auto [name, value] : {std::pair("transpose_a", transpose_a), {"transpose_b", transpose_b}}) {
    Attribute& item = attributes.add(name);
    item.kind = Attribute::Kind::kInt;
    item.integer = value;
  }
  return run(matmul, {&a, &b}, attributes);
}

bool matmul_gradient(GradientContext& c) {
  const Array &a = c.input(0), &b = c.input(1), &dy = c.dy;
  bool flip_a = flag(c.attributes, "transpose_a"), flip_b = flag(c.attributes, "transpose_b");
  if (c.wanted(0)) {
    c.result(0) = flip_a ? product(b, dy, flip_b, true) : product(dy, b, false, !flip_b);
  }
  if (c.wanted(1)) {
    c.result(1) = flip_b ? product(dy, a, true, flip_a) : product(a, dy, !flip_a, false);
  }
  return true;
}

bool bias_gradient(GradientContext& c) {
  static const OpEntry& bias = kernel("BiasAddGrad");
  if (c.wanted(0)) c.result(0) = c.dy;
  if (c.wanted(1)) c.result(1) = run(bias, {&c.dy}, c.attributes);
  return true;
}

bool reshape_gradient(GradientContext& c) {
  if (c.dy.size() != c.input(0).size()) return false;
  c.result(0) = c.dy.reshaped(c.input(0).dims());
  return true;
}

bool same_gradient(GradientContext& c) {
  c.result(0) = c.dy;
  return true;
}

// For real numbers, whose conjugates are themselves; and where a kernel is missing, not at all.
template <bool (*gradient)(GradientContext&)>
bool of_reals(GradientContext& c) {
  if (!is_real(c.output) || c.dy.dtype() != c.output.dtype()) return false;
  if (!(c.dy.dims() == c.output.dims())) return false;
  try {
    return gradient(c);
  } catch (const Unable&) {
    return false;
  } catch (const std::bad_alloc&) {
    return false;  // the reference says what is too large
  }
}

CPU_GRADIENT("AddV2", of_reals<add_gradient>);
CPU_GRADIENT("Sub", of_reals<subtract_gradient>);
CPU_GRADIENT("Mul", of_reals<multiply_gradient>);
CPU_GRADIENT("RealDiv", of_reals<divide_gradient>);
CPU_GRADIENT("SquaredDifference", of_reals<squared_difference_gradient>);
CPU_GRADIENT("Square", of_reals<square_gradient>);
CPU_GRADIENT("Neg", of_reals<negative_gradient>);
CPU_GRADIENT("Exp", of_reals<exp_gradient>);
CPU_GRADIENT("Log", of_reals<log_gradient>);
CPU_GRADIENT("Tanh", of_reals<tanh_gradient>);
CPU_GRADIENT("Sigmoid", of_reals<sigmoid_gradient>);
CPU_GRADIENT("Sqrt", of_reals<sqrt_gradient>);
CPU_GRADIENT("Relu", of_reals<relu_gradient>);
CPU_GRADIENT("Sum", of_reals<sum_gradient>);
CPU_GRADIENT("Mean", of_reals<mean_gradient>);
CPU_GRADIENT("MatMul", of_reals<matmul_gradient>);
CPU_GRADIENT("BiasAdd", of_reals<bias_gradient>);
CPU_GRADIENT("Reshape", of_reals<reshape_gradient>);
CPU_GRADIENT("Identity", of_reals<same_gradient>);
CPU_GRADIENT("ReadVariableOp", of_reals<same_gradient>);

}  // namespace
}  // namespace tb
