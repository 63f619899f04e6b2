// Operations that change how memory is seen (sharing it), and tensors made of a shape.
#include <cstring>

#include "axes.h"
#include "math.h"

namespace tb {
namespace {

bool identity(KernelContext& ctx) {
  for (int i = 0; i < ctx.input_count(); ++i) ctx.share(ctx.input(i));
  return true;
}

bool no_op(KernelContext&) { return true; }

// The object behind a string tensor has a shape of its own, which only Python can change.
bool can_reshape(const Array& x) { return !holds_object(x.dtype()); }

bool reshape(KernelContext& ctx) {
  const Array& x = ctx.input(0);
  List<int64_t> sizes;
  if (!can_reshape(x) || !read_vector(ctx.input(1), &sizes)) return false;
  Dims dims(sizes.data(), static_cast<int>(sizes.size()));
  int unknown = -1;
  int64_t known = 1;
  for (int i = 0; i < dims.rank(); ++i) {
    if (dims[i] < -1 || (dims[i] == -1 && unknown >= 0)) return false;
    if (dims[i] == -1)
      unknown = i;
    else if (__builtin_mul_overflow(known, dims[i], &known))
      return false;
  }
  if (unknown >= 0) {
    if (known == 0 || x.size() % known != 0) return false;
    dims[unknown] = x.size() / known;
  } else if (known != x.size()) {
    return false;
  }
  ctx.share(x.reshaped(std::move(dims)));
  return true;
}

bool expand_dims(KernelContext& ctx) {
  const Array& x = ctx.input(0);
  int64_t axis;
  if (!can_reshape(x) || !read_axis(ctx.input(1), x.rank() + 1, &axis)) return false;
  Dims dims;
  for (int i = 0; i < x.rank(); ++i) {
    if (i == axis) dims.push_back(1);
    dims.push_back(x.dim(i));
  }
  if (axis == x.rank()) dims.push_back(1);
  ctx.share(x.reshaped(std::move(dims)));
  return true;
}

bool squeeze(KernelContext& ctx) {
  const Array& x = ctx.input(0);
  if (!can_reshape(x)) return false;
  List<bool> drop(static_cast<size_t>(x.rank()), false);
  const auto& axes = ctx.attr_ints("squeeze_dims");
  for (int64_t axis : axes) {
    if (!normalize_axis(&axis, x.rank()) || x.dim(static_cast<int>(axis)) != 1) return false;
    drop[axis] = true;
  }
  Dims dims;
  for (int i = 0; i < x.rank(); ++i) {
    if (!(axes.empty() ? x.dim(i) == 1 : drop[i])) dims.push_back(x.dim(i));
  }
  ctx.share(x.reshaped(std::move(dims)));
  return true;
}

// Writes integers as the int32 or int64 that `out_type` asks for.
bool output_integers(KernelContext& ctx, Dims dims, const int64_t* values) {
  DType type = ctx.attr_dtype("out_type", DType::kInt32);
  if (type != DType::kInt32 && type != DType::kInt64) return false;
  Array& out = ctx.output(type, std::move(dims));
  if (type == DType::kInt64) {
    std::copy_n(values, out.size(), out.data<int64_t>());
  } else {
    std::transform(values, values + out.size(), out.data<int32_t>(),
                   [](int64_t value) { return static_cast<int32_t>(value); });
  }
  return true;
}

bool shape(KernelContext& ctx) {
  const Dims& dims = ctx.input(0).dims();
  return output_integers(ctx, {dims.rank()}, dims.data());
}

bool size(KernelContext& ctx) {
  int64_t elements = ctx.input(0).size();
  return output_integers(ctx, Dims(), &elements);
}

bool rank(KernelContext& ctx) {
  *ctx.output(DType::kInt32, Dims()).data<int32_t>() = ctx.input(0).rank();
  return true;
}

bool zeros_like(KernelContext& ctx) {
  const Array& x = ctx.input(0);
  if (dtype_size(x.dtype()) == 0) return false;
  Array& out = ctx.output(x.dtype(), x.dims());
  std::memset(out.raw(), 0, out.bytes());
  return true;
}

struct OnesLike {
  template <class T>
  static bool run(KernelContext& ctx) {
    const Array& x = ctx.input(0);
    std::fill_n(ctx.output(x.dtype(), x.dims()).template data<T>(), x.size(), static_cast<T>(1));
    return true;
  }
};

struct Fill {
  template <class T>
  static bool run(KernelContext& ctx) {
    List<int64_t> sizes;
    const Array& value = ctx.input(1);
    if (value.rank() != 0 || !read_vector(ctx.input(0), &sizes)) return false;
    if (std::any_of(sizes.begin(), sizes.end(), [](int64_t n) { return n < 0; })) return false;
    Array& out = ctx.output(value.dtype(), Dims(sizes.data(), static_cast<int>(sizes.size())));
    std::fill_n(out.data<T>(), out.size(), *value.data<T>());
    return true;
  }
};

struct Range {
  template <class T>
  static bool run(KernelContext& ctx) {
    if (ctx.input_count() != 3) return false;
    for (int i = 0; i < 3; ++i) {
      if (ctx.input(i).size() != 1 || ctx.input(i).dtype() != dtype_of<T>) return false;
    }
    T start = *ctx.input(0).data<T>(), limit = *ctx.input(1).data<T>(),
      delta = *ctx.input(2).data<T>();
    if (delta == 0 || (delta > 0 ? start > limit : start < limit)) return false;
    int64_t n;
    if constexpr (std::is_integral_v<T>) {
      int64_t distance, step = delta;
      if (__builtin_sub_overflow(static_cast<int64_t>(limit), static_cast<int64_t>(start),
                                 &distance)) {
        return false;
      }
      n = distance == 0 ? 0 : (distance - (step > 0 ? 1 : -1)) / step + 1;
    } else {
      T count = std::ceil(std::fabs((limit - start) / delta));
      if (!(count < T(int64_t{1} << 62))) return false;
      n = static_cast<int64_t>(count);
    }
    T* out = ctx.output(dtype_of<T>, {n}).template data<T>();
    for (int64_t i = 0; i < n; ++i) out[i] = static_cast<T>(start + static_cast<T>(i) * delta);
    return true;
  }
};

#define ALL_TYPES                                                                                \
  float, double, half, bfloat16, int8_t, int16_t, int32_t, int64_t, uint8_t, uint16_t, uint32_t, \
      uint64_t, bool, complex64, complex128

CPU_KERNEL_ANY("Identity", identity);
CPU_KERNEL_ANY("IdentityN", identity);
CPU_KERNEL_ANY("StopGradient", identity);
CPU_KERNEL_ANY("PreventGradient", identity);
CPU_KERNEL_ANY("Snapshot", identity);
CPU_KERNEL_ANY("NoOp", no_op);
CPU_KERNEL_ANY("Reshape", reshape);
CPU_KERNEL_ANY("ExpandDims", expand_dims);
CPU_KERNEL_ANY("Squeeze", squeeze);
CPU_KERNEL_ANY("Shape", shape);
CPU_KERNEL_ANY("Size", size);
CPU_KERNEL_ANY("Rank", rank);
CPU_KERNEL_ANY("ZerosLike", zeros_like);
CPU_KERNEL("OnesLike", OnesLike, ALL_TYPES);
CPU_KERNEL_AT(1, "Fill", Fill, ALL_TYPES);
CPU_KERNEL("Range", Range, float, double, int32_t, int64_t);

}  // namespace
}  // namespace tb
