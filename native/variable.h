// The state behind a resource handle: one array that is replaced, or changed in place.
#pragma once

#include <mutex>
#include <optional>

#include "array.h"

namespace tb {

class Variable {
 public:
  // `dims` holds -1 where any size will do; without dims any shape will.
  explicit Variable(DType dtype, std::optional<Dims> dims = std::nullopt)
      : dtype_(dtype), dims_(std::move(dims)) {}

  DType dtype() const { return dtype_; }
  bool accepts(const Dims& dims) const {
    return !dims_ ||
           std::equal(dims_->begin(), dims_->end(), dims.begin(), dims.end(),
                      [](int64_t mine, int64_t given) { return mine == -1 || mine == given; });
  }

  // An empty array where no value was assigned yet.
  Array read() const {
    std::lock_guard lock(mutex_);
    return value_;
  }
  // Foreign memory can change behind our back: the variable keeps a copy of its own.
  void assign(Array value);
  bool initialized() const {
    std::lock_guard lock(mutex_);
    return static_cast<bool>(value_);
  }

  std::mutex& mutex() const { return mutex_; }
  // With the mutex held: the value, copied first if anybody else still reads that memory.
  Array& writable();
  // With the mutex held.
  const Array& value() const { return value_; }

 private:
  const DType dtype_;
  const std::optional<Dims> dims_;
  mutable std::mutex mutex_;
  Array value_;
};

// The native variable behind a resource array, or null: other resources are Python objects.
inline Variable* variable_of(const Array& resource) {
  return resource.dtype() == DType::kResource ? static_cast<Variable*>(resource.raw()) : nullptr;
}

}  // namespace tb
