// The Volumes block of a pod or of a pod template, and the lines of one volume source.
#pragma once
#include "base/value.h"
#include "cli/describers/lines.h"
#include "cli/describers/volume_fields.h"

namespace skiff::cli {

enum class VolumesOf { kPod, kTemplate };

void add_volumes(const Value& volumes, VolumesOf owner, Lines& out);
// `volume` holds one source member (hostPath, nfs, csi, …), as a pod's volume or a PersistentVolume's spec.
void add_volume_source(const Value& volume, SourceOf owner, Lines& out);
// What a claim, or a template of one, is filled from; nothing without a source.
void add_data_source(int level, const Value& source, Lines& out);

}  // namespace skiff::cli
