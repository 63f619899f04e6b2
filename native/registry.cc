#include "registry.h"

#include <unordered_map>

namespace tb {

bool KernelContext::attr_bool(std::string_view name, bool fallback) const {
  return attr_int(name, fallback) != 0;
}

int64_t KernelContext::attr_int(std::string_view name, int64_t fallback) const {
  const Attribute* item = attributes_.find(name);
  return item && item->kind == Attribute::Kind::kInt ? item->integer : fallback;
}

double KernelContext::attr_float(std::string_view name, double fallback) const {
  const Attribute* item = attributes_.find(name);
  if (!item) return fallback;
  // A GraphDef holds 32 bits of it, and so do TensorFlow's kernels.
  if (item->kind == Attribute::Kind::kFloat) return static_cast<float>(item->real);
  return item->kind == Attribute::Kind::kInt ? static_cast<double>(item->integer) : fallback;
}

std::string_view KernelContext::attr_string(std::string_view name,
                                            std::string_view fallback) const {
  const Attribute* item = attributes_.find(name);
  return item && item->kind == Attribute::Kind::kString ? item->text : fallback;
}

DType KernelContext::attr_dtype(std::string_view name, DType fallback) const {
  const Attribute* item = attributes_.find(name);
  bool usable = item && (item->kind == Attribute::Kind::kType);
  return usable ? static_cast<DType>(item->integer) : fallback;
}

const std::vector<int64_t>& KernelContext::attr_ints(std::string_view name) const {
  static const std::vector<int64_t> empty;
  const Attribute* item = attributes_.find(name);
  return item && item->kind == Attribute::Kind::kInts ? item->integers : empty;
}

Array& KernelContext::output_over(DType dtype, const Dims& dims, const int* candidates,
                                  int count) {
  for (int k = 0; k < count; ++k) {
    int i = candidates[k];
    const Array& array = *inputs_[i];
    bool dying = (dying_inputs_ >> i) & 1u;
    if (dying && array.dtype() == dtype && array.dims() == dims && array.sole_owner()) {
      return outputs_.next() = array;
    }
  }
  return output(dtype, dims);
}

namespace {

std::unordered_map<std::string_view, int>& handles() {
  static auto* map = new std::unordered_map<std::string_view, int>();
  return *map;
}

}  // namespace

Registry& Registry::instance() {
  static auto* registry = new Registry();
  return *registry;
}

OpEntry& Registry::entry(std::string_view name) {
  auto found = handles().find(name);
  if (found != handles().end()) return *entries_[found->second];
  auto* entry = new OpEntry();
  entry->name = name;
  handles()[entry->name] = size();
  entries_.push_back(entry);
  return *entry;
}

int Registry::find(std::string_view name) const {
  auto found = handles().find(name);
  return found == handles().end() ? -1 : found->second;
}

}  // namespace tb
