// Rows by index: gather, one-hot, scatter and segment sums.
#include <cstring>

#include "../parallel.h"
#include "../variable.h"
#include "axes.h"
#include "math.h"

namespace tb {
namespace {

bool all_within(const List<int64_t>& indices, int64_t limit) {
  bool within = true;
  for (int64_t index : indices) within &= index >= 0 && index < limit;
  return within;
}

// Output dimensions: params up to the axis, the indices' own (after batch_dims), params after it.
Dims gathered_dims(const Dims& params, const Dims& indices, int axis, int batch_dims) {
  Dims dims(params.data(), axis);
  for (int i = batch_dims; i < indices.rank(); ++i) dims.push_back(indices[i]);
  for (int i = axis + 1; i < params.rank(); ++i) dims.push_back(params[i]);
  return dims;
}

bool gather_rows(KernelContext& ctx, const Array& params, const Array& index_array, int64_t axis,
                 int64_t batch_dims) {
  size_t element = dtype_size(params.dtype());
  List<int64_t> indices;
  if (element == 0 || !read_integers(index_array, &indices)) return false;
  if (batch_dims < 0) batch_dims += index_array.rank();
  if (batch_dims < 0 || batch_dims > axis || batch_dims > index_array.rank()) return false;
  int a = static_cast<int>(axis), b = static_cast<int>(batch_dims);
  for (int i = 0; i < b; ++i) {
    if (params.dim(i) != index_array.dim(i)) return false;
  }
  int64_t limit = params.dim(a);
  if (!all_within(indices, limit)) return false;
  const Dims& dims = params.dims();
  int64_t batch = dims.product(0, b), middle = dims.product(b, a);
  auto run = static_cast<int64_t>(element) * dims.product(a + 1, dims.rank());
  int64_t each = index_array.dims().product(b, index_array.rank());
  Array& result = ctx.output(params.dtype(), gathered_dims(dims, index_array.dims(), a, b));
  const char* from = static_cast<const char*>(params.raw());
  char* out = static_cast<char*>(result.raw());
  parallel_for(batch * middle * each, run / 8 + 2, [&](int64_t begin, int64_t end) {
    for (int64_t p = begin; p < end; ++p) {
      int64_t line = p / each;
      int64_t index = indices[line / middle * each + p % each];
      std::memcpy(out + p * run, from + (line * limit + index) * run, static_cast<size_t>(run));
    }
  });
  return true;
}

bool gather(KernelContext& ctx) {
  const Array& params = ctx.input(0);
  int64_t axis;
  if (!read_axis(ctx.input(2), params.rank(), &axis)) return false;
  return gather_rows(ctx, params, ctx.input(1), axis, ctx.attr_int("batch_dims"));
}

bool resource_gather(KernelContext& ctx) {
  Variable* variable = variable_of(ctx.input(0));
  if (!variable) return false;
  Array params = variable->read();
  if (!params || params.rank() == 0 || ctx.attr_int("batch_dims") != 0) return false;
  if (params.dtype() != ctx.attr_dtype("dtype", params.dtype())) return false;
  return gather_rows(ctx, params, ctx.input(1), 0, 0);
}

// Where a tuple of indices points to, in slices; -1 outside.
int64_t slice_at(const int64_t* index, const Dims& dims, int depth) {
  int64_t offset = 0;
  for (int i = 0; i < depth; ++i) {
    if (index[i] < 0 || index[i] >= dims[i]) return -1;
    offset = offset * dims[i] + index[i];
  }
  return offset;
}

bool gather_nd(KernelContext& ctx) {
  const Array &params = ctx.input(0), &index_array = ctx.input(1);
  size_t element = dtype_size(params.dtype());
  List<int64_t> indices;
  if (element == 0 || index_array.rank() < 1 || !read_integers(index_array, &indices)) return false;
  int64_t depth = index_array.dim(index_array.rank() - 1);
  if (depth > params.rank()) return false;
  int d = static_cast<int>(depth);
  Dims dims(index_array.dims().data(), index_array.rank() - 1);
  int64_t count = dims.elements();
  for (int i = d; i < params.rank(); ++i) dims.push_back(params.dim(i));
  size_t run = element * static_cast<size_t>(params.dims().product(d, params.rank()));
  char* out = static_cast<char*>(ctx.output(params.dtype(), dims).raw());
  for (int64_t p = 0; p < count; ++p) {
    int64_t at = slice_at(indices.data() + p * depth, params.dims(), d);
    if (at < 0) return false;
    std::memcpy(out + p * run, static_cast<const char*>(params.raw()) + at * run, run);
  }
  return true;
}

struct OneHot {
  template <class T>
  static bool run(KernelContext& ctx) {
    const Array &index_array = ctx.input(0), &on = ctx.input(2), &off = ctx.input(3);
    List<int64_t> indices;
    int64_t depth, axis = ctx.attr_int("axis", -1);
    bool readable = index_array.dtype() == DType::kUInt8 || read_integers(index_array, &indices);
    if (!readable || !read_scalar(ctx.input(1), &depth) || depth < 0) return false;
    if (index_array.dtype() == DType::kUInt8) {
      indices.assign(index_array.data<uint8_t>(), index_array.data<uint8_t>() + index_array.size());
    }
    if (on.rank() != 0 || off.rank() != 0 || on.dtype() != off.dtype()) return false;
    if (!normalize_axis(&axis, index_array.rank() + 1)) return false;
    int a = static_cast<int>(axis);
    Dims dims(index_array.dims().data(), a);
    dims.push_back(depth);
    for (int i = a; i < index_array.rank(); ++i) dims.push_back(index_array.dim(i));
    int64_t inner = index_array.dims().product(a, index_array.rank());
    Array& result = ctx.output(on.dtype(), dims);
    T* out = result.data<T>();
    std::fill_n(out, result.size(), *off.data<T>());
    for (int64_t p = 0; p < index_array.size(); ++p) {
      // An index outside of the range gives a row without an "on".
      if (indices[p] < 0 || indices[p] >= depth) continue;
      out[(p / inner * depth + indices[p]) * inner + p % inner] = *on.data<T>();
    }
    return true;
  }
};

template <class T>
void add_slice(T* target, const T* values, int64_t n) {
  using C = math::Compute<T>;
#pragma omp simd
  for (int64_t i = 0; i < n; ++i) {
    target[i] = static_cast<T>(static_cast<C>(target[i]) + static_cast<C>(values[i]));
  }
}

struct UnsortedSegmentSum {
  template <class T>
  static bool run(KernelContext& ctx) {
    const Array &data = ctx.input(0), &ids = ctx.input(1);
    List<int64_t> segments;
    int64_t count;
    if (!read_integers(ids, &segments) || !read_scalar(ctx.input(2), &count) || count < 0)
      return false;
    if (ids.rank() > data.rank()) return false;
    for (int i = 0; i < ids.rank(); ++i) {
      if (ids.dim(i) != data.dim(i)) return false;
    }
    for (int64_t segment : segments) {
      if (segment >= count) return false;
    }
    Dims dims{count};
    for (int i = ids.rank(); i < data.rank(); ++i) dims.push_back(data.dim(i));
    int64_t run = dims.product(1, dims.rank());
    Array& result = ctx.output(data.dtype(), dims);
    std::memset(result.raw(), 0, result.bytes());
    for (int64_t p = 0; p < ids.size(); ++p) {
      // A negative segment drops its values.
      if (segments[p] < 0) continue;
      add_slice(result.data<T>() + segments[p] * run, data.data<T>() + p * run, run);
    }
    return true;
  }
};

struct ScatterNd {
  template <class T>
  static bool run(KernelContext& ctx) {
    const Array &index_array = ctx.input(0), &updates = ctx.input(1);
    List<int64_t> indices, sizes;
    if (!read_integers(index_array, &indices) || !read_vector(ctx.input(2), &sizes)) return false;
    if (index_array.rank() < 1 || !ctx.attr_string("bad_indices_policy").empty()) return false;
    Dims dims(sizes.data(), static_cast<int>(sizes.size()));
    int64_t depth = index_array.dim(index_array.rank() - 1);
    if (depth > dims.rank()) return false;
    int d = static_cast<int>(depth);
    Dims expected(index_array.dims().data(), index_array.rank() - 1);
    int64_t count = expected.elements();
    for (int i = d; i < dims.rank(); ++i) expected.push_back(dims[i]);
    if (!(updates.dims() == expected)) return false;
    int64_t run = dims.product(d, dims.rank());
    Array result(updates.dtype(), dims);
    std::memset(result.raw(), 0, result.bytes());
    for (int64_t p = 0; p < count; ++p) {
      int64_t at = slice_at(indices.data() + p * depth, dims, d);
      if (at < 0) return false;
      add_slice(result.data<T>() + at * run, updates.data<T>() + p * run, run);
    }
    ctx.share(std::move(result));
    return true;
  }
};

// Adds rows to a variable in place.
struct ResourceScatterAdd {
  template <class T>
  static bool run(KernelContext& ctx) {
    Variable* variable = variable_of(ctx.input(0));
    const Array &index_array = ctx.input(1), &updates = ctx.input(2);
    List<int64_t> indices;
    if (!variable || variable->dtype() != updates.dtype() ||
        !read_integers(index_array, &indices)) {
      return false;
    }
    std::lock_guard lock(variable->mutex());
    if (!variable->value() || variable->value().rank() == 0) return false;
    const Dims& dims = variable->value().dims();
    int64_t run = dims.product(1, dims.rank());
    bool fits = updates.size() == index_array.size() * run && all_within(indices, dims[0]);
    if (!fits) return false;
    T* target = variable->writable().data<T>();
    for (size_t p = 0; p < indices.size(); ++p) {
      add_slice(target + indices[p] * run, updates.data<T>() + static_cast<int64_t>(p) * run, run);
    }
    return true;
  }
};

#define SUMS float, double, half, bfloat16, int32_t, int64_t

CPU_KERNEL_ANY("GatherV2", gather);
CPU_KERNEL_ANY("ResourceGather", resource_gather);
CPU_KERNEL_ANY("GatherNd", gather_nd);
CPU_KERNEL_AT(2, "OneHot", OneHot, float, double, half, bfloat16, int8_t, int32_t, int64_t, uint8_t,
              bool);
CPU_KERNEL("UnsortedSegmentSum", UnsortedSegmentSum, SUMS);
CPU_KERNEL_AT(1, "ScatterNd", ScatterNd, SUMS);
CPU_KERNEL_AT(2, "ResourceScatterAdd", ResourceScatterAdd, SUMS);

}  // namespace
}  // namespace tb
