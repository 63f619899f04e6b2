// The door to oneDNN; the core also builds without it.
#pragma once

namespace tb {

// Null where the core was built without oneDNN.
const char* onednn_version();

}  // namespace tb
