#include "tensor_list.h"

#include <utility>

namespace tb {
namespace {

void release_list(void* list) { delete static_cast<TensorList*>(list); }

}  // namespace

TensorList::TensorList(DType dtype, bool ranked, Dims dims, int64_t length)
    : dtype_(dtype),
      ranked_(ranked),
      dims_(std::move(dims)),
      length_(length),
      elements_(std::make_shared<Elements>()) {
  elements_->arrays.resize(static_cast<size_t>(length));
}

Array TensorList::at(int64_t index) const {
  std::lock_guard lock(elements_->mutex);
  return elements_->arrays[static_cast<size_t>(index)];
}

TensorList TensorList::with(std::shared_ptr<Elements> elements, int64_t length) const {
  TensorList made(*this);
  made.elements_ = std::move(elements);
  made.length_ = length;
  return made;
}

std::shared_ptr<TensorList::Elements> TensorList::copy() const {
  auto made = std::make_shared<Elements>();
  std::lock_guard lock(elements_->mutex);
  made->arrays.assign(elements_->arrays.begin(), elements_->arrays.begin() + length_);
  return made;
}

TensorList TensorList::pushed(const Array& item, bool last_use) const {
  {
    std::lock_guard lock(elements_->mutex);
    auto& arrays = elements_->arrays;
    if (owns_all(last_use)) arrays.resize(static_cast<size_t>(length_));
    // The place behind this list's end is free: what is put there is no part of other lists.
    if (static_cast<int64_t>(arrays.size()) == length_) {
      arrays.push_back(item);
      return with(elements_, length_ + 1);
    }
  }
  auto made = copy();
  made->arrays.push_back(item);
  return with(std::move(made), length_ + 1);
}

TensorList TensorList::popped(bool last_use) const {
  if (owns_all(last_use)) {
    std::lock_guard lock(elements_->mutex);
    elements_->arrays.resize(static_cast<size_t>(length_ - 1));
  }
  return with(elements_, length_ - 1);
}

TensorList TensorList::replaced(int64_t index, const Array& item, bool last_use) const {
  auto elements = owns_all(last_use) ? elements_ : copy();
  std::lock_guard lock(elements->mutex);
  elements->arrays[static_cast<size_t>(index)] = item;
  return with(elements, length_);
}

Array list_array(TensorList list) {
  auto* kept = new TensorList(std::move(list));
  return Array(DType::kVariant, Dims(), BufferRef(wrap_foreign(kept, 0, kept, release_list)));
}

const TensorList* list_of(const Array& variant) {
  bool native = variant.dtype() == DType::kVariant && variant.rank() == 0 &&
                variant.buffer()->release_owner == release_list;
  return native ? static_cast<const TensorList*>(variant.raw()) : nullptr;
}

}  // namespace tb
