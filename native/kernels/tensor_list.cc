// Lists of tensors, as far as loops need them without Python.
#include "../tensor_list.h"

#include <cstring>

#include "axes.h"

namespace tb {
namespace {

constexpr int64_t kLongest = 1 << 24;

// The dims of elements as an op is told them: a vector with -1 for what is unknown, or -1.
bool read_element_dims(const Array& shape, bool* ranked, Dims* dims) {
  List<int64_t> numbers;
  if (shape.rank() > 1 || !read_integers(shape, &numbers)) return false;
  *ranked = shape.rank() == 1;
  if (!*ranked) return true;
  for (int64_t& number : numbers) number = number < 0 ? -1 : number;
  *dims = Dims(numbers.data(), static_cast<int>(numbers.size()));
  return true;
}

bool make_list(KernelContext& ctx, int64_t length) {
  bool ranked;
  Dims dims;
  if (!read_element_dims(ctx.input(0), &ranked, &dims)) return false;
  DType dtype = ctx.attr_dtype("element_dtype", DType::kInvalid);
  if (dtype == DType::kInvalid) return false;
  ctx.share(list_array(TensorList(dtype, ranked, std::move(dims), length)));
  return true;
}

bool empty(KernelContext& ctx) { return make_list(ctx, 0); }

bool reserve(KernelContext& ctx) {
  int64_t length;
  if (!read_scalar(ctx.input(1), &length) || length < 0 || length > kLongest) return false;
  return make_list(ctx, length);
}

bool push_back(KernelContext& ctx) {
  const TensorList* list = list_of(ctx.input(0));
  const Array& item = ctx.input(1);
  if (!list || list->dtype() != item.dtype()) return false;
  ctx.share(list_array(list->pushed(item, ctx.is_last_use(0))));
  return true;
}

const TensorList* list_of_type(KernelContext& ctx) {
  const TensorList* list = list_of(ctx.input(0));
  DType dtype = ctx.attr_dtype("element_dtype", DType::kInvalid);
  return list && list->dtype() == dtype ? list : nullptr;
}

bool pop_back(KernelContext& ctx) {
  const TensorList* list = list_of_type(ctx);
  if (!list || list->length() == 0) return false;
  Array item = list->at(list->length() - 1);
  if (!item) return false;  // zeros, or an error
  ctx.share(list_array(list->popped(ctx.is_last_use(0))));
  ctx.share(std::move(item));
  return true;
}

bool read_index(const TensorList& list, const Array& number, int64_t* index) {
  return read_scalar(number, index) && *index >= 0 && *index < list.length();
}

bool set_item(KernelContext& ctx) {
  const TensorList* list = list_of(ctx.input(0));
  const Array& item = ctx.input(2);
  int64_t index;
  if (!list || list->dtype() != item.dtype() || !read_index(*list, ctx.input(1), &index)) {
    return false;
  }
  ctx.share(list_array(list->replaced(index, item, ctx.is_last_use(0))));
  return true;
}

bool get_item(KernelContext& ctx) {
  const TensorList* list = list_of_type(ctx);
  int64_t index;
  if (!list || !read_index(*list, ctx.input(1), &index)) return false;
  Array item = list->at(index);
  if (!item) return false;  // zeros, or an error
  ctx.share(std::move(item));
  return true;
}

bool length(KernelContext& ctx) {
  const TensorList* list = list_of(ctx.input(0));
  if (!list) return false;
  *ctx.output(DType::kInt32, Dims()).data<int32_t>() = static_cast<int32_t>(list->length());
  return true;
}

bool fits(const Dims& known, const Dims& dims) {
  return std::equal(known.begin(), known.end(), dims.begin(), dims.end(),
                    [](int64_t mine, int64_t given) { return mine == -1 || mine == given; });
}

bool stack(KernelContext& ctx) {
  const TensorList* list = list_of_type(ctx);
  bool ranked;
  Dims known;
  int64_t wanted = ctx.attr_int("num_elements", -1);
  if (!list || list->length() == 0 || holds_object(list->dtype()) ||
      dtype_size(list->dtype()) == 0 || (wanted >= 0 && wanted != list->length()) ||
      !read_element_dims(ctx.input(1), &ranked, &known)) {
    return false;
  }
  Array first = list->at(0);
  if (!first || (ranked && !fits(known, first.dims()))) return false;
  Dims dims{list->length()};
  for (int64_t dim : first.dims()) dims.push_back(dim);
  Array& out = ctx.output(list->dtype(), dims);
  for (int64_t i = 0; i < list->length(); ++i) {
    Array item = list->at(i);
    if (!item || !(item.dims() == first.dims())) return false;
    std::memcpy(static_cast<char*>(out.raw()) + static_cast<size_t>(i) * item.bytes(), item.raw(),
                item.bytes());
  }
  return true;
}

bool from_tensor(KernelContext& ctx) {
  const Array& tensor = ctx.input(0);
  if (tensor.rank() == 0 || holds_object(tensor.dtype()) || tensor.dim(0) > kLongest) return false;
  TensorList list(tensor.dtype(), false, Dims());
  Dims dims(tensor.dims().data() + 1, tensor.rank() - 1);
  int64_t row = dims.elements();
  for (int64_t i = 0; i < tensor.dim(0); ++i) {
    list = list.pushed(tensor.view_at(i * row, dims), true);
  }
  ctx.share(list_array(std::move(list)));
  return true;
}

CPU_KERNEL_ANY("EmptyTensorList", empty);
CPU_KERNEL_ANY("TensorListReserve", reserve);
CPU_KERNEL_ANY("TensorListPushBack", push_back);
CPU_KERNEL_ANY("TensorListPopBack", pop_back);
CPU_KERNEL_ANY("TensorListSetItem", set_item);
CPU_KERNEL_ANY("TensorListGetItem", get_item);
CPU_KERNEL_ANY("TensorListLength", length);
CPU_KERNEL_ANY("TensorListStack", stack);
CPU_KERNEL_ANY("TensorListFromTensor", from_tensor);

}  // namespace
}  // namespace tb
