// A list of tensors as a value: what loops accumulate into. A list is never changed where
// anybody else can see it; lists that grew out of each other share their elements.
#pragma once

#include <memory>
#include <mutex>
#include <vector>

#include "array.h"

namespace tb {

class TensorList {
 public:
  // `dims` is what is known of every element's dims: -1 for an unknown one, and nothing at all
  // where not even the rank is known.
  TensorList(DType dtype, bool ranked, Dims dims, int64_t length = 0);

  DType dtype() const { return dtype_; }
  bool ranked() const { return ranked_; }
  const Dims& dims() const { return dims_; }
  int64_t length() const { return length_; }

  // Empty for an element that was never written.
  Array at(int64_t index) const;
  // New lists; where `last_use`, the elements move if nobody else has them.
  TensorList pushed(const Array& item, bool last_use) const;
  TensorList popped(bool last_use) const;
  TensorList replaced(int64_t index, const Array& item, bool last_use) const;

 private:
  struct Elements {
    std::mutex mutex;
    std::vector<Array> arrays;  // the first `length_` are this list's
  };

  TensorList with(std::shared_ptr<Elements> elements, int64_t length) const;
  std::shared_ptr<Elements> copy() const;
  bool owns_all(bool last_use) const { return last_use && elements_.use_count() == 1; }

  DType dtype_;
  bool ranked_;
  Dims dims_;
  int64_t length_;
  std::shared_ptr<Elements> elements_;
};

// A variant scalar that holds the list.
Array list_array(TensorList list);
// The list in a variant scalar; null for variants that hold Python objects.
const TensorList* list_of(const Array& variant);

}  // namespace tb
