// DLPack: memory shared with other array libraries, both ways.
#include "functions.h"
#include "tensor.h"

namespace tb {
namespace {

// The structures of the DLPack 0.x ABI, as its specification lays them out.
struct Device {
  int32_t type;
  int32_t id;
};
struct ElementType {
  uint8_t code;
  uint8_t bits;
  uint16_t lanes;
};
struct Tensor {
  void* data;
  Device device;
  int32_t rank;
  ElementType dtype;
  int64_t* dims;
  int64_t* strides;
  uint64_t byte_offset;
};
struct Managed {
  Tensor tensor;
  void* context;
  void (*deleter)(Managed*);
};

constexpr int32_t kCpu = 1;
enum ElementCode : uint8_t {
  kInt = 0,
  kUInt = 1,
  kFloat = 2,
  kBFloat = 4,
  kComplex = 5,
  kBool = 6
};

struct Pair {
  DType dtype;
  ElementType element;
};
constexpr Pair pairs[] = {
    {DType::kFloat, {kFloat, 32, 1}},       {DType::kDouble, {kFloat, 64, 1}},
    {DType::kHalf, {kFloat, 16, 1}},        {DType::kBFloat16, {kBFloat, 16, 1}},
    {DType::kInt8, {kInt, 8, 1}},           {DType::kInt16, {kInt, 16, 1}},
    {DType::kInt32, {kInt, 32, 1}},         {DType::kInt64, {kInt, 64, 1}},
    {DType::kUInt8, {kUInt, 8, 1}},         {DType::kUInt16, {kUInt, 16, 1}},
    {DType::kUInt32, {kUInt, 32, 1}},       {DType::kUInt64, {kUInt, 64, 1}},
    {DType::kComplex64, {kComplex, 64, 1}}, {DType::kComplex128, {kComplex, 128, 1}},
    {DType::kBool, {kBool, 8, 1}},
};

struct Export {
  Managed managed;
  Array array;
};

void delete_export(Managed* managed) { delete static_cast<Export*>(managed->context); }

void release_import(void* managed) {
  auto* tensor = static_cast<Managed*>(managed);
  if (tensor->deleter) tensor->deleter(tensor);
}

void destroy_capsule(PyObject* capsule) {
  // A consumer renames the capsule that it took over.
  if (!PyCapsule_IsValid(capsule, "dltensor")) return;
  auto* managed = static_cast<Managed*>(PyCapsule_GetPointer(capsule, "dltensor"));
  managed->deleter(managed);
}

bool is_contiguous(const Tensor& tensor) {
  if (!tensor.strides) return true;
  int64_t expected = 1;
  for (int i = tensor.rank - 1; i >= 0; --i) {
    if (tensor.dims[i] != 1 && tensor.strides[i] != expected) return false;
    expected *= tensor.dims[i];
  }
  return true;
}

}  // namespace

PyObject* to_dlpack(PyObject*, PyObject* const* args, Py_ssize_t count) {
  if (count != 1 || !is_tensor(args[0])) {
    PyErr_SetString(PyExc_TypeError, "to_dlpack takes an eager tensor.");
    return nullptr;
  }
  const Array& array = array_of(args[0]);
  for (const Pair& pair : pairs) {
    if (pair.dtype != array.dtype()) continue;
    auto* shared = new Export{{}, array};
    auto* dims = const_cast<int64_t*>(shared->array.dims().data());
    shared->managed.tensor = {array.raw(), {kCpu, 0}, array.rank(), pair.element, dims, nullptr, 0};
    shared->managed.context = shared;
    shared->managed.deleter = delete_export;
    PyObject* capsule = PyCapsule_New(&shared->managed, "dltensor", destroy_capsule);
    if (!capsule) delete shared;
    return capsule;
  }
  PyErr_Format(PyExc_TypeError, "DLPack has no element type for the dtype code %d.",
               static_cast<int>(array.dtype()));
  return nullptr;
}

PyObject* from_dlpack(PyObject*, PyObject* const* args, Py_ssize_t count) {
  if (count != 1 || !PyCapsule_CheckExact(args[0])) {
    PyErr_SetString(PyExc_TypeError, "from_dlpack takes a DLPack capsule.");
    return nullptr;
  }
  if (!PyCapsule_IsValid(args[0], "dltensor")) {
    PyErr_SetString(PyExc_ValueError,
                    "from_dlpack takes a capsule named dltensor that nobody has "
                    "consumed yet.");
    return nullptr;
  }
  auto* managed = static_cast<Managed*>(PyCapsule_GetPointer(args[0], "dltensor"));
  const Tensor& tensor = managed->tensor;
  if (tensor.device.type != kCpu || !is_contiguous(tensor)) {
    PyErr_SetString(PyExc_ValueError,
                    "from_dlpack takes row-major memory of the CPU; copy the array there first.");
    return nullptr;
  }
  for (const Pair& pair : pairs) {
    const ElementType& element = pair.element;
    if (element.code != tensor.dtype.code || element.bits != tensor.dtype.bits ||
        tensor.dtype.lanes != 1) {
      continue;
    }
    PyCapsule_SetName(args[0], "used_dltensor");
    Dims dims(tensor.dims, tensor.rank);
    size_t bytes = static_cast<size_t>(dims.elements()) * dtype_size(pair.dtype);
    void* data = static_cast<char*>(tensor.data) + tensor.byte_offset;
    BufferRef buffer(wrap_foreign(data, bytes, managed, release_import));
    return make_tensor(Array(pair.dtype, std::move(dims), std::move(buffer)));
  }
  PyErr_Format(PyExc_TypeError, "No dtype fits the DLPack element type (code %d, %d bits).",
               tensor.dtype.code, tensor.dtype.bits);
  return nullptr;
}

}  // namespace tb
