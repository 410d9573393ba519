// Rule by rule: kinds without a describer of their own. What is expected was printed by a real client for the same
// object.
#include "support/described_rows.h"

namespace skiff::cli {
namespace {

const DescribedRow kGenericRows[] = {
    {"the namespace's line stays where there is none", "flowcontrol.apiserver.k8s.io/v1", "FlowSchema",
     R"j({"metadata":{"name":"f","generation":1},"spec":{"matchingPrecedence":5}})j",
     "Name:         f\n"
     "Namespace:    \n"
     "Labels:       <none>\n"
     "Annotations:  <none>\n"
     "API Version:  flowcontrol.apiserver.k8s.io/v1\n"
     "Kind:         FlowSchema\n"
     "Metadata:\n"
     "  Generation:  1\n"
     "Spec:\n"
     "  Matching Precedence:  5\n"
     "Events:                 <none>\n"},
    {"names become words", "coordination.k8s.io/v1", "Lease",
     R"j({"metadata":{"name":"l","namespace":"default"},"spec":{"apiURL":"1","podCIDRs":"2","httpGet":"3",
     "fooUID":"4","someGUID":"5","ABC":"6","aB":"7","URLs":"8","podIP":"9","podIPs":"10","HTTPGet":"11",
     "osb":"12"}})j",
     "Spec:\n"
     "  ABC:        6\n"
     "  HTTPGet:    11\n"
     "  URLs:       8\n"
     "  A B:        7\n"
     "  API URL:    1\n"
     "  Foo UID:    4\n"
     "  Http Get:   3\n"
     "  Osb:        12\n"
     "  Pod CIDRs:  2\n"
     "  Pod IP:     9\n"
     "  Pod I Ps:   10\n"
     "  Some GUID:  5\n"},
    {"other names stay", "coordination.k8s.io/v1", "Lease",
     R"j({"metadata":{"name":"l","namespace":"default"},"spec":{"a.b":1,"$p":2,"some_under":3,"with-dash":4,"9l":5}})j",
     "Spec:\n"
     "  $p:           2\n"
     "  9l:           5\n"
     "  a.b:          1\n"
     "  some_under:   3\n"
     "  With - Dash:  4\n"},
    {"nested maps and lists", "coordination.k8s.io/v1", "Lease",
     R"j({"metadata":{"name":"l","namespace":"default"},"spec":{"list":[{"b":1,"a":2},{"c":[1,[2,3],{"d":"e"}]}],
     "empty":{},"none":[]}})j",
     "Spec:\n"
     "  Empty:\n"
     "  List:\n"
     "    A:  2\n"
     "    B:  1\n"
     "    C:\n"
     "      1\n"
     "      [2 3]\n"
     "      D:  e\n"
     "  None:\n"},
    {"scalars as Go prints them", "coordination.k8s.io/v1", "Lease",
     R"j({"metadata":{"name":"l","namespace":"default"},"spec":{"null":null,"float":1.5,"bool":true,
     "big":12345678901,"lines":"a\nb","none":""}})j",
     "Spec:\n"
     "  Big:    12345678901\n"
     "  Bool:   true\n"
     "  Float:  1.5\n"
     "  Lines:  a\n"
     "b\n"
     "  None:  \n"
     "  Null:  <nil>\n"},
};

TEST_CASE("descriptions, rule by rule: kinds without a describer of their own") { check_described(kGenericRows); }

}  // namespace
}  // namespace skiff::cli
