// What is told of claims and volumes that do not come together, or fall apart.
#include <catch2/catch.hpp>

#include "api/kinds/persistentvolume.h"
#include "api/kinds/persistentvolumeclaim.h"
#include "support/controller_rig.h"

using namespace skiff;
using test::ControllerRig;

namespace {

std::string volume(const std::string& spec, const std::string& name = "pv1") {
  return R"({"apiVersion":"v1","kind":"PersistentVolume","metadata":{"name":")" + name +
         R"("},"spec":{"capacity":{"storage":"2Gi"},"accessModes":["ReadWriteOnce"],"hostPath":{"path":"/d"})" + spec +
         "}}";
}
std::string claim(const std::string& spec, const std::string& name = "c") {
  return R"({"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"name":")" + name +
         R"("},"spec":{"storageClassName":"","accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}})" +
         spec + "}}";
}

struct VolumeRig : ControllerRig {
  VolumeRig() : ControllerRig({"persistentvolume-controller"}) {}
  std::string phase(const Kind& kind, const std::string& name) const { return text(kind, name, {"status", "phase"}); }
  bool tells(const std::string& event) const {
    const auto all = events(kPersistentVolumeClaim, "c");
    UNSCOPED_INFO(Catch::StringMaker<std::vector<std::string>>::convert(all));
    return std::find(all.begin(), all.end(), event) != all.end();
  }
};

}  // namespace

TEST_CASE("volumes: a claim that names a volume that does not suit it") {
  struct Row {
    const char* why;
    const char* volume;
    const char* claim;
  };
  const Row rows[] = {
      {"requested PV is too small", R"(,"capacity":{"storage":"1Mi"})", ""},
      {"storageClassName does not match", R"(,"storageClassName":"slow")", ""},
      {"incompatible volumeMode", R"(,"volumeMode":"Block")", ""},
      {"incompatible accessMode", R"(,"accessModes":["ReadOnlyMany"])", ""},
      {"volumeAttributesClassName does not match", "", R"(,"volumeAttributesClassName":"gold")"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      VolumeRig rig;
      rig.put(volume(row.volume));
      rig.react();
      rig.put(claim(std::string(R"(,"volumeName":"pv1")") + row.claim));
      rig.react();
      CHECK(rig.tells(std::string("VolumeMismatch Cannot bind to requested volume \"pv1\": ") + row.why));
      CHECK(rig.phase(kPersistentVolumeClaim, "c") == "Pending");
    }
  SECTION("the volume is on its way out") {
    VolumeRig rig;
    rig.put(volume(""));
    rig.metadata(kPersistentVolume, "pv1",
                 R"({"deletionTimestamp":"2026-11-22T15:48:24Z","finalizers":["kubernetes.io/pv-protection"]})");
    rig.create(claim(R"(,"volumeName":"pv1")"));
    CHECK(
        rig.tells("VolumeMismatch Cannot bind to requested volume \"pv1\": the volume is marked for deletion \"pv1\""));
  }
}

TEST_CASE("volumes: a claim that names a volume that another has") {
  VolumeRig rig;
  rig.create(volume(R"(,"claimRef":{"namespace":"default","name":"other"})"));
  rig.create(claim(R"(,"volumeName":"pv1")"));
  CHECK(rig.tells("FailedBinding volume \"pv1\" already bound to a different claim."));
  CHECK(rig.phase(kPersistentVolumeClaim, "c") == "Pending");
}

TEST_CASE("volumes: a claim that names a volume that is not there waits without a word") {
  VolumeRig rig;
  rig.create(claim(R"(,"volumeName":"pv1")"));
  CHECK(rig.events(kPersistentVolumeClaim, "c").empty());
  rig.create(volume(""));
  rig.advance(seconds(15));
  CHECK(rig.phase(kPersistentVolumeClaim, "c") == "Bound");
}

TEST_CASE("volumes: no class and no volume") {
  VolumeRig rig;
  rig.create(claim(""));
  CHECK(rig.tells("FailedBinding no persistent volumes available for this claim and no storage class is set"));
  rig.create(claim(R"(,"storageClassName":"none-such")", "d"));
  const auto events = rig.events(kPersistentVolumeClaim, "d");
  REQUIRE_FALSE(events.empty());
  CHECK(events[0] == "ProvisioningFailed storageclass.storage.k8s.io \"none-such\" not found");
}

TEST_CASE("volumes: what a bound claim can lose") {
  VolumeRig rig;
  rig.create(volume(""));
  rig.create(claim(""));
  REQUIRE(rig.phase(kPersistentVolumeClaim, "c") == "Bound");
  const auto annotations = rig.get(kPersistentVolumeClaim, "c")->metadata()["annotations"];
  CHECK(annotations["pv.kubernetes.io/bind-completed"].as_string() == "yes");
  CHECK(annotations["pv.kubernetes.io/bound-by-controller"].as_string() == "yes");
  CHECK(rig.get(kPersistentVolume, "pv1")
            ->metadata()["annotations"]["pv.kubernetes.io/bound-by-controller"]
            .as_string() == "yes");
  SECTION("its volume") {
    rig.gone(kPersistentVolume, "pv1");
    rig.advance(seconds(15));
    CHECK(rig.phase(kPersistentVolumeClaim, "c") == "Lost");
    CHECK(rig.tells("ClaimLost Bound claim has lost its PersistentVolume. Data on the volume is lost!"));
  }
  SECTION("its volume to another claim") {
    Value document = rig.get(kPersistentVolume, "pv1")->document();
    document["spec"]["claimRef"]["name"] = "other";
    document["spec"]["claimRef"]["uid"] = "4711";
    rig.store().put(kPersistentVolume, {"", "pv1"}, std::move(document), {"tester", rig.now()});
    rig.advance(seconds(15));
    CHECK(rig.phase(kPersistentVolumeClaim, "c") == "Lost");
    CHECK(rig.tells("ClaimMisbound Two claims are bound to the same volume, this one is bound incorrectly"));
  }
  SECTION("the name of its volume") {
    Value document = rig.get(kPersistentVolumeClaim, "c")->document();
    document["spec"].erase("volumeName");
    rig.store().put(kPersistentVolumeClaim, {"default", "c"}, std::move(document), {"tester", rig.now()});
    rig.react();
    CHECK(rig.tells("ClaimLost Bound claim has lost reference to PersistentVolume. Data on the volume is lost!"));
  }
}

TEST_CASE("volumes: released, and what becomes of them then") {
  struct Row {
    const char* policy;
    std::string left;  // phase of the volume
  };
  for (const Row& row : {Row{"Retain", "Released"}, Row{"Recycle", "Available"}}) DYNAMIC_SECTION(row.policy) {
      VolumeRig rig;
      rig.create(volume(std::string(R"(,"persistentVolumeReclaimPolicy":")") + row.policy + "\""));
      rig.create(claim(""));
      const std::string uid = rig.text(kPersistentVolumeClaim, "c", {"metadata", "uid"});
      rig.gone(kPersistentVolumeClaim, "c");
      rig.advance(minutes(1));
      CHECK(rig.phase(kPersistentVolume, "pv1") == row.left);
      if (row.left != "Released") continue;
      CHECK(rig.text(kPersistentVolume, "pv1", {"spec", "claimRef", "uid"}) == uid);
      // A claim of the same name is another one.
      rig.create(claim(""));
      rig.advance(minutes(1));
      CHECK(rig.phase(kPersistentVolumeClaim, "c") == "Pending");
      CHECK(rig.phase(kPersistentVolume, "pv1") == "Released");
    }
}
