// Python's x[a:b:c, ..., None, i], and its gradient.
#include <cstring>

#include "axes.h"
#include "strided.h"

namespace tb {
namespace {

struct Slicing {
  Dims dims;   // of the result, shrunk axes left out and new ones put in
  Dims box;    // elements taken per input dimension
  Dims begin;  // first index and step per input dimension
  Dims stride;

  bool read(const KernelContext& ctx, const Dims& input, int first_input);

 private:
  bool take(const KernelContext& ctx, int64_t length, int64_t from, int64_t to, int64_t step,
            int bit);
  void take_all(int64_t length) {
    box.push_back(length);
    begin.push_back(0);
    stride.push_back(1);
    dims.push_back(length);
  }
};

bool has_bit(const KernelContext& ctx, std::string_view mask, int bit) {
  return (ctx.attr_int(mask) >> bit) & 1;
}

bool Slicing::take(const KernelContext& ctx, int64_t length, int64_t from, int64_t to, int64_t step,
                   int bit) {
  if (has_bit(ctx, "shrink_axis_mask", bit)) {
    if (!normalize_axis(&from, length) || step <= 0) return false;
    box.push_back(1);
    begin.push_back(from);
    stride.push_back(1);
    return true;
  }
  if (step == 0) return false;
  // A slice stops before the first element or after the last one, whichever way it runs.
  int64_t lowest = step > 0 ? 0 : -1, highest = step > 0 ? length : length - 1;
  auto clamp = [&](int64_t index) {
    return std::clamp(index < 0 ? index + length : index, lowest, highest);
  };
  int64_t first = has_bit(ctx, "begin_mask", bit) ? (step > 0 ? lowest : highest) : clamp(from);
  int64_t last = has_bit(ctx, "end_mask", bit) ? (step > 0 ? highest : lowest) : clamp(to);
  int64_t distance = last - first;
  bool empty = step > 0 ? distance <= 0 : distance >= 0;
  int64_t count = empty ? 0 : (distance - (step > 0 ? 1 : -1)) / step + 1;
  box.push_back(count);
  begin.push_back(count == 0 ? 0 : first);
  stride.push_back(step);
  dims.push_back(count);
  return true;
}

bool Slicing::read(const KernelContext& ctx, const Dims& input, int first_input) {
  List<int64_t> from, to, step;
  if (!read_vector(ctx.input(first_input), &from) ||
      !read_vector(ctx.input(first_input + 1), &to) ||
      !read_vector(ctx.input(first_input + 2), &step)) {
    return false;
  }
  int n = static_cast<int>(from.size());
  if (to.size() != from.size() || step.size() != from.size() || n > 62) return false;
  int used = 0;
  for (int i = 0; i < n; ++i) {
    used += !has_bit(ctx, "ellipsis_mask", i) && !has_bit(ctx, "new_axis_mask", i);
  }
  int rest = input.rank() - used;
  if (rest < 0) return false;
  for (int i = 0; i < n; ++i) {
    if (has_bit(ctx, "ellipsis_mask", i)) {
      for (; rest > 0; --rest) take_all(input[box.rank()]);
    } else if (has_bit(ctx, "new_axis_mask", i)) {
      dims.push_back(1);
    } else if (!take(ctx, input[box.rank()], from[i], to[i], step[i], i)) {
      return false;
    }
  }
  while (box.rank() < input.rank()) take_all(input[box.rank()]);
  return input.rank() <= StridedCopy::kMaxRank;
}

// A copy between the sliced tensor and the dense box, one way or the other.
bool copy_slice(const Slicing& s, const Dims& whole, char* sliced, char* box, size_t element,
                bool into_box) {
  Dims strides = strides_of(whole), steps = strides_of(s.box);
  int64_t offset = 0;
  StridedCopy copy;
  for (int i = 0; i < whole.rank(); ++i) {
    offset += s.begin[i] * strides[i];
    int64_t jump = strides[i] * s.stride[i];
    copy.add(s.box[i], into_box ? jump : steps[i], into_box ? steps[i] : jump);
  }
  sliced += offset * static_cast<int64_t>(element);
  return into_box ? copy.run(sliced, box, element) : copy.run(box, sliced, element);
}

bool strided_slice(KernelContext& ctx) {
  const Array& x = ctx.input(0);
  size_t element = dtype_size(x.dtype());
  Slicing s;
  if (element == 0 || !s.read(ctx, x.dims(), 1)) return false;
  Array& out = ctx.output(x.dtype(), s.dims);
  return copy_slice(s, x.dims(), static_cast<char*>(x.raw()), static_cast<char*>(out.raw()),
                    element, true);
}

bool strided_slice_grad(KernelContext& ctx) {
  const Array& gradient = ctx.input(4);
  size_t element = dtype_size(gradient.dtype());
  List<int64_t> sizes;
  if (element == 0 || !read_vector(ctx.input(0), &sizes)) return false;
  Dims whole(sizes.data(), static_cast<int>(sizes.size()));
  Slicing s;
  if (!s.read(ctx, whole, 1) || !(gradient.dims() == s.dims)) return false;
  Array& out = ctx.output(gradient.dtype(), whole);
  std::memset(out.raw(), 0, out.bytes());
  return copy_slice(s, whole, static_cast<char*>(out.raw()), static_cast<char*>(gradient.raw()),
                    element, false);
}

CPU_KERNEL_ANY("StridedSlice", strided_slice);
CPU_KERNEL_ANY("StridedSliceGrad", strided_slice_grad);

}  // namespace
}  // namespace tb
