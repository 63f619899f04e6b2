// Operations that move elements: transpose, concat, split, slice, pad, tile, reverse.
#include <cstring>

#include "axes.h"
#include "broadcast.h"
#include "strided.h"

namespace tb {
namespace {

bool movable(const Array& x) { return dtype_size(x.dtype()) != 0; }

char* at(void* data, int64_t offset, size_t element) {
  return static_cast<char*>(data) + offset * static_cast<int64_t>(element);
}

bool transpose(KernelContext& ctx) {
  const Array& x = ctx.input(0);
  List<int64_t> order;
  if (!movable(x) || !read_vector(ctx.input(1), &order)) return false;
  if (static_cast<int>(order.size()) != x.rank() || x.rank() > StridedCopy::kMaxRank) return false;
  List<bool> seen(order.size(), false);
  Dims dims(x.rank()), strides = strides_of(x.dims());
  for (int i = 0; i < x.rank(); ++i) {
    if (!normalize_axis(&order[i], x.rank()) || seen[order[i]]) return false;
    seen[order[i]] = true;
    dims[i] = x.dim(static_cast<int>(order[i]));
  }
  Dims steps = strides_of(dims);
  StridedCopy copy;
  for (int i = 0; i < x.rank(); ++i)
    copy.add(dims[i], strides[static_cast<int>(order[i])], steps[i]);
  return copy.run(x.raw(), ctx.output(x.dtype(), dims).raw(), dtype_size(x.dtype()));
}

// Copies [outer][run] blocks side by side: the one loop of concat, pack, split and unpack.
void copy_blocks(const char* from, int64_t from_step, char* to, int64_t to_step, int64_t outer,
                 int64_t run) {
  for (int64_t o = 0; o < outer; ++o) {
    std::memcpy(to + o * to_step, from + o * from_step, static_cast<size_t>(run));
  }
}

bool concat_into(KernelContext& ctx, int count, int axis, Dims dims) {
  const Array& first = ctx.input(0);
  auto element = static_cast<int64_t>(dtype_size(first.dtype()));
  int64_t outer = dims.product(0, axis);
  int64_t row = dims.product(axis, dims.rank()) * element;
  char* out = static_cast<char*>(ctx.output(first.dtype(), dims).raw());
  if (outer == 0) return true;
  for (int i = 0; i < count; ++i) {
    int64_t run = ctx.input(i).size() / outer * element;
    copy_blocks(static_cast<const char*>(ctx.input(i).raw()), run, out, row, outer, run);
    out += run;
  }
  return true;
}

bool concat(KernelContext& ctx) {
  int count = ctx.input_count() - 1;
  int64_t axis;
  if (count < 1 || !movable(ctx.input(0))) return false;
  Dims dims = ctx.input(0).dims();
  if (!read_axis(ctx.input(count), dims.rank(), &axis)) return false;
  int a = static_cast<int>(axis);
  for (int i = 1; i < count; ++i) {
    const Array& x = ctx.input(i);
    if (x.rank() != dims.rank() || x.dtype() != ctx.input(0).dtype()) return false;
    for (int d = 0; d < dims.rank(); ++d) {
      if (d != a && x.dim(d) != dims[d]) return false;
    }
    dims[a] += x.dim(a);
  }
  return concat_into(ctx, count, a, dims);
}

bool pack(KernelContext& ctx) {
  int count = ctx.input_count();
  if (count < 1 || !movable(ctx.input(0))) return false;
  const Dims& each = ctx.input(0).dims();
  int64_t axis = ctx.attr_int("axis");
  if (!normalize_axis(&axis, each.rank() + 1)) return false;
  for (int i = 1; i < count; ++i) {
    const Array& x = ctx.input(i);
    if (!(x.dims() == each) || x.dtype() != ctx.input(0).dtype()) return false;
  }
  Dims dims;
  for (int i = 0; i < each.rank(); ++i) {
    if (i == axis) dims.push_back(count);
    dims.push_back(each[i]);
  }
  if (axis == each.rank()) dims.push_back(count);
  return concat_into(ctx, count, static_cast<int>(axis), dims);
}

// Cuts x along an axis into outputs of these sizes.
bool split_into(KernelContext& ctx, const Array& x, int axis, const List<int64_t>& sizes,
                bool drop_axis) {
  auto element = static_cast<int64_t>(dtype_size(x.dtype()));
  int64_t outer = x.dims().product(0, axis);
  int64_t inner = x.dims().product(axis + 1, x.rank()) * element;
  const char* from = static_cast<const char*>(x.raw());
  for (int64_t size : sizes) {
    Dims dims;
    for (int i = 0; i < x.rank(); ++i) {
      if (i == axis && drop_axis) continue;
      dims.push_back(i == axis ? size : x.dim(i));
    }
    char* out = static_cast<char*>(ctx.output(x.dtype(), dims).raw());
    copy_blocks(from, x.dim(axis) * inner, out, size * inner, outer, size * inner);
    from += size * inner;
  }
  return true;
}

bool unpack(KernelContext& ctx) {
  const Array& x = ctx.input(0);
  int64_t axis = ctx.attr_int("axis");
  if (!movable(x) || !normalize_axis(&axis, x.rank())) return false;
  int64_t count = x.dim(static_cast<int>(axis));
  if (ctx.attr_int("num", count) != count) return false;
  List<int64_t> sizes(static_cast<size_t>(count), 1);
  return split_into(ctx, x, static_cast<int>(axis), sizes, true);
}

bool split(KernelContext& ctx) {
  const Array& x = ctx.input(1);
  int64_t axis, count = ctx.attr_int("num_split");
  if (!movable(x) || !read_axis(ctx.input(0), x.rank(), &axis) || count < 1) return false;
  int64_t length = x.dim(static_cast<int>(axis));
  if (length % count != 0) return false;
  List<int64_t> sizes(static_cast<size_t>(count), length / count);
  return split_into(ctx, x, static_cast<int>(axis), sizes, false);
}

bool split_v(KernelContext& ctx) {
  const Array& x = ctx.input(0);
  int64_t axis;
  List<int64_t> sizes;
  if (!movable(x) || !read_vector(ctx.input(1), &sizes) ||
      !read_axis(ctx.input(2), x.rank(), &axis)) {
    return false;
  }
  int64_t known = 0;
  int64_t* unknown = nullptr;
  for (int64_t& size : sizes) {
    if (size < -1 || (size == -1 && unknown)) return false;
    if (size == -1)
      unknown = &size;
    else
      known += size;
  }
  int64_t length = x.dim(static_cast<int>(axis));
  if (unknown) *unknown = length - known;
  if (unknown ? *unknown < 0 : known != length) return false;
  return split_into(ctx, x, static_cast<int>(axis), sizes, false);
}

bool slice(KernelContext& ctx) {
  const Array& x = ctx.input(0);
  List<int64_t> begin, size;
  if (!movable(x) || !read_vector(ctx.input(1), &begin) || !read_vector(ctx.input(2), &size)) {
    return false;
  }
  auto rank = static_cast<size_t>(x.rank());
  if (begin.size() != rank || size.size() != rank || x.rank() > StridedCopy::kMaxRank) return false;
  Dims dims(x.rank()), strides = strides_of(x.dims());
  int64_t offset = 0;
  for (int i = 0; i < x.rank(); ++i) {
    dims[i] = size[i] == -1 ? x.dim(i) - begin[i] : size[i];
    if (begin[i] < 0 || dims[i] < 0 || dims[i] > x.dim(i) - begin[i]) return false;
    offset += begin[i] * strides[i];
  }
  if (dims == x.dims()) {
    ctx.share(x);
    return true;
  }
  Dims steps = strides_of(dims);
  StridedCopy copy;
  for (int i = 0; i < x.rank(); ++i) copy.add(dims[i], strides[i], steps[i]);
  size_t element = dtype_size(x.dtype());
  return copy.run(at(x.raw(), offset, element), ctx.output(x.dtype(), dims).raw(), element);
}

bool pad(KernelContext& ctx) {
  const Array &x = ctx.input(0), &paddings = ctx.input(1);
  List<int64_t> pads;
  if (!movable(x) || paddings.rank() != 2 || !read_integers(paddings, &pads)) return false;
  if (static_cast<int>(pads.size()) != 2 * x.rank() || x.rank() > StridedCopy::kMaxRank)
    return false;
  size_t element = dtype_size(x.dtype());
  Dims dims(x.rank()), strides = strides_of(x.dims());
  for (int i = 0; i < x.rank(); ++i) {
    if (pads[2 * i] < 0 || pads[2 * i + 1] < 0) return false;
    if (__builtin_add_overflow(x.dim(i), pads[2 * i], &dims[i]) ||
        __builtin_add_overflow(dims[i], pads[2 * i + 1], &dims[i])) {
      return false;
    }
  }
  Array& out = ctx.output(x.dtype(), dims);
  if (ctx.input_count() > 2) {
    if (ctx.input(2).rank() != 0 || ctx.input(2).dtype() != x.dtype()) return false;
    StridedCopy fill;
    fill.add(out.size(), 0, 1);
    if (!fill.run(ctx.input(2).raw(), out.raw(), element)) return false;
  } else {
    std::memset(out.raw(), 0, out.bytes());
  }
  Dims steps = strides_of(dims);
  StridedCopy copy;
  int64_t offset = 0;
  for (int i = 0; i < x.rank(); ++i) {
    offset += pads[2 * i] * steps[i];
    copy.add(x.dim(i), strides[i], steps[i]);
  }
  return copy.run(x.raw(), at(out.raw(), offset, element), element);
}

bool tile(KernelContext& ctx) {
  const Array& x = ctx.input(0);
  List<int64_t> multiples;
  if (!movable(x) || !read_vector(ctx.input(1), &multiples)) return false;
  if (static_cast<int>(multiples.size()) != x.rank() || x.rank() > StridedCopy::kMaxRank / 2) {
    return false;
  }
  Dims dims(x.rank()), strides = strides_of(x.dims());
  for (int i = 0; i < x.rank(); ++i) {
    if (multiples[i] < 0 || __builtin_mul_overflow(x.dim(i), multiples[i], &dims[i])) return false;
  }
  Dims steps = strides_of(dims);
  StridedCopy copy;
  for (int i = 0; i < x.rank(); ++i) {
    copy.add(multiples[i], 0, steps[i] * x.dim(i));
    copy.add(x.dim(i), strides[i], steps[i]);
  }
  return copy.run(x.raw(), ctx.output(x.dtype(), dims).raw(), dtype_size(x.dtype()));
}

bool broadcast_to(KernelContext& ctx) {
  const Array& x = ctx.input(0);
  List<int64_t> sizes;
  if (!movable(x) || !read_vector(ctx.input(1), &sizes)) return false;
  Dims dims(sizes.data(), static_cast<int>(sizes.size())), common;
  if (!broadcast_dims(dims, x.dims(), &common) || !(common == dims)) return false;
  if (dims.rank() > StridedCopy::kMaxRank) return false;
  Dims strides = strides_of(x.dims()), steps = strides_of(dims);
  StridedCopy copy;
  for (int i = 0; i < dims.rank(); ++i) {
    int p = i - (dims.rank() - x.rank());
    copy.add(dims[i], p >= 0 && x.dim(p) != 1 ? strides[p] : 0, steps[i]);
  }
  return copy.run(x.raw(), ctx.output(x.dtype(), dims).raw(), dtype_size(x.dtype()));
}

bool reverse(KernelContext& ctx) {
  const Array& x = ctx.input(0);
  List<int64_t> axes;
  if (!movable(x) || !read_vector(ctx.input(1), &axes) || x.rank() > StridedCopy::kMaxRank) {
    return false;
  }
  Dims from = strides_of(x.dims()), to = from;
  int64_t offset = 0;
  List<bool> turned(static_cast<size_t>(x.rank()), false);
  for (int64_t axis : axes) {
    if (!normalize_axis(&axis, x.rank()) || turned[axis]) return false;
    turned[axis] = true;
    int a = static_cast<int>(axis);
    offset += (x.dim(a) - 1) * from[a];
    from[a] = -from[a];
  }
  StridedCopy copy;
  for (int i = 0; i < x.rank(); ++i) copy.add(x.dim(i), from[i], to[i]);
  size_t element = dtype_size(x.dtype());
  void* out = ctx.output(x.dtype(), x.dims()).raw();
  return x.size() == 0 || copy.run(at(x.raw(), offset, element), out, element);
}

CPU_KERNEL_ANY("Transpose", transpose);
CPU_KERNEL_ANY("ConcatV2", concat);
CPU_KERNEL_ANY("Pack", pack);
CPU_KERNEL_ANY("Unpack", unpack);
CPU_KERNEL_ANY("Split", split);
CPU_KERNEL_ANY("SplitV", split_v);
CPU_KERNEL_ANY("Slice", slice);
CPU_KERNEL_ANY("Pad", pad);
CPU_KERNEL_ANY("PadV2", pad);
CPU_KERNEL_ANY("Tile", tile);
CPU_KERNEL_ANY("BroadcastTo", broadcast_to);
CPU_KERNEL_ANY("ReverseV2", reverse);

}  // namespace
}  // namespace tb
