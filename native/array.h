// The value that flows between kernels: a type, dimensions, and shared row-major contiguous memory.
#pragma once

#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <new>

#include "allocator.h"
#include "dtype.h"

namespace tb {

class Variable;

// Dimensions; up to kInline of them live inside the object.
class Dims {
 public:
  static constexpr int kInline = 6;

  Dims() = default;
  explicit Dims(int rank) { resize(rank); }
  Dims(std::initializer_list<int64_t> values)
      : Dims(values.begin(), static_cast<int>(values.size())) {}
  Dims(const int64_t* values, int rank) {
    resize(rank);
    std::copy_n(values, rank, data());
  }
  Dims(const Dims& other) : Dims(other.data(), other.rank_) {}
  Dims(Dims&& other) noexcept = default;
  Dims& operator=(const Dims& other) {
    if (this != &other) {
      resize(other.rank_);
      std::copy_n(other.data(), rank_, data());
    }
    return *this;
  }
  Dims& operator=(Dims&& other) noexcept = default;

  int rank() const { return rank_; }
  void resize(int rank) {
    if (rank > kInline) {
      auto larger = std::make_unique<int64_t[]>(rank);
      std::copy_n(data(), std::min(rank, rank_), larger.get());
      heap_ = std::move(larger);
    } else if (heap_) {
      std::copy_n(heap_.get(), rank, inline_);
      heap_.reset();
    }
    rank_ = rank;
  }
  void push_back(int64_t value) {
    resize(rank_ + 1);
    data()[rank_ - 1] = value;
  }

  int64_t* data() { return heap_ ? heap_.get() : inline_; }
  const int64_t* data() const { return heap_ ? heap_.get() : inline_; }
  int64_t& operator[](int i) { return data()[i]; }
  int64_t operator[](int i) const { return data()[i]; }
  const int64_t* begin() const { return data(); }
  const int64_t* end() const { return data() + rank_; }

  // Product of the dimensions in [first, last).
  int64_t product(int first, int last) const {
    int64_t n = 1;
    for (int i = first; i < last; ++i) n *= data()[i];
    return n;
  }
  int64_t elements() const { return product(0, rank_); }
  // Throws std::bad_alloc where a dimension is negative or the bytes are beyond counting.
  int64_t checked_elements(size_t element) const {
    int64_t n = 1, bytes;
    for (int64_t dim : *this) {
      if (dim < 0 || __builtin_mul_overflow(n, dim, &n)) throw std::bad_alloc();
    }
    if (__builtin_mul_overflow(n, static_cast<int64_t>(element), &bytes)) throw std::bad_alloc();
    return n;
  }
  bool operator==(const Dims& other) const {
    return rank_ == other.rank_ && std::equal(begin(), end(), other.begin());
  }

 private:
  int rank_ = 0;
  int64_t inline_[kInline];
  std::unique_ptr<int64_t[]> heap_;
};

class Array {
 public:
  Array() = default;
  // Throws std::bad_alloc where no memory could hold those dimensions, negative ones included.
  Array(DType dtype, Dims dims)
      : dims_(std::move(dims)),
        dtype_(dtype),
        size_(dims_.checked_elements(dtype_size(dtype))),
        buffer_(allocate_buffer(static_cast<size_t>(size_) * dtype_size(dtype))),
        data_(buffer_->data) {}
  Array(DType dtype, Dims dims, BufferRef buffer)
      : dims_(std::move(dims)),
        dtype_(dtype),
        size_(dims_.elements()),
        buffer_(std::move(buffer)),
        data_(buffer_->data) {}

  // Gives the memory back; the array is empty then.
  void clear() { buffer_.reset(); }

  explicit operator bool() const { return static_cast<bool>(buffer_); }
  DType dtype() const { return dtype_; }
  const Dims& dims() const { return dims_; }
  int rank() const { return dims_.rank(); }
  int64_t dim(int i) const { return dims_[i]; }
  int64_t size() const { return size_; }
  size_t bytes() const { return static_cast<size_t>(size_) * dtype_size(dtype_); }
  const BufferRef& buffer() const { return buffer_; }
  bool sole_owner() const { return buffer_.unique() && !buffer_->release_owner; }

  void* raw() const { return data_; }
  template <class T>
  T* data() const {
    return static_cast<T*>(data_);
  }

  // The same memory seen with other dimensions of the same number of elements.
  Array reshaped(Dims dims) const {
    Array view(*this);
    view.dims_ = std::move(dims);
    return view;
  }
  // A slice along the first dimensions: the same memory from element `offset` on.
  Array view_at(int64_t offset, Dims dims) const {
    Array view(dtype_, std::move(dims), buffer_);
    view.data_ = static_cast<char*>(data_) + static_cast<size_t>(offset) * dtype_size(dtype_);
    return view;
  }

 private:
  Dims dims_;
  DType dtype_ = DType::kInvalid;
  int64_t size_ = 0;
  BufferRef buffer_;
  void* data_ = nullptr;
};

}  // namespace tb
