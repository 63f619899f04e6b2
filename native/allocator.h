// Reference-counted memory. Freed buffers are kept for the next tensor of the same size class.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace tb {

inline constexpr size_t kAlignment = 64;

// The header stands in the cache line before the bytes that it owns; a foreign buffer
// (NumPy's, DLPack's) has a header alone and keeps its owner alive.
struct alignas(kAlignment) Buffer {
  std::atomic<int32_t> references{1};
  int32_t size_class = 0;
  bool writable = true;
  void* data = nullptr;
  size_t bytes = 0;
  void* owner = nullptr;
  void (*release_owner)(void*) = nullptr;
};

// Throws std::bad_alloc for more bytes than the limit.
Buffer* allocate_buffer(size_t bytes);
// What a single buffer may take: systems that overcommit would hand out anything.
void set_buffer_limit(size_t bytes);
Buffer* wrap_foreign(void* data, size_t bytes, void* owner, void (*release_owner)(void*));
void free_buffer(Buffer* buffer);
// The header of memory that `allocate_buffer` handed out.
inline Buffer* buffer_before(void* data) {
  return reinterpret_cast<Buffer*>(static_cast<char*>(data) - sizeof(Buffer));
}

// Of all threads. What small buffers add to the peak is noticed in steps of some kilobytes.
struct AllocatorStats {
  int64_t live_bytes;
  int64_t peak_bytes;
  int64_t cached_bytes;
  int64_t allocations;
  int64_t cache_hits;  // the others asked the system for memory
};
AllocatorStats allocator_stats();

class BufferRef {
 public:
  BufferRef() = default;
  explicit BufferRef(Buffer* adopted) : buffer_(adopted) {}
  BufferRef(const BufferRef& other) : buffer_(other.buffer_) {
    if (buffer_) buffer_->references.fetch_add(1, std::memory_order_relaxed);
  }
  BufferRef(BufferRef&& other) noexcept : buffer_(std::exchange(other.buffer_, nullptr)) {}
  BufferRef& operator=(BufferRef other) noexcept {
    std::swap(buffer_, other.buffer_);
    return *this;
  }
  ~BufferRef() { release(); }
  void reset() {
    release();
    buffer_ = nullptr;
  }

  Buffer* get() const { return buffer_; }
  Buffer* operator->() const { return buffer_; }
  explicit operator bool() const { return buffer_ != nullptr; }
  bool unique() const { return buffer_->references.load(std::memory_order_acquire) == 1; }

 private:
  void release() {
    if (!buffer_) return;
    // The last owner needs no locked instruction: nobody else can copy from it.
    if (unique() || buffer_->references.fetch_sub(1, std::memory_order_acq_rel) == 1) {
      free_buffer(buffer_);
    }
  }

  Buffer* buffer_ = nullptr;
};

}  // namespace tb
