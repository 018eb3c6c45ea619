# Reads a TRX file, one element a line. Prints "slow<TAB>seconds<TAB>test" and "skip<TAB>reason" lines,
# and last "sum<TAB>passed<TAB>failed<TAB>skipped".
function attribute(name,    text) {
    if (!match($0, " " name "=\"[^\"]*\"")) return ""
    text = substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4)
    gsub(/&quot;/, "\"", text); gsub(/&lt;/, "<", text); gsub(/&gt;/, ">", text); gsub(/&amp;/, "\\&", text)
    return text
}
function readable(name) {
    gsub(/[^ -~]/, ".", name)
    return substr(name, 1, 140)
}
/<UnitTestResult / {
    outcome = attribute("outcome")
    if (outcome == "Passed") passed++
    else if (outcome == "NotExecuted") skipped++
    else failed++
    split(attribute("duration"), time, ":")
    printf "slow\t%.2f\t%s\n", time[1] * 3600 + time[2] * 60 + time[3], readable(attribute("testName"))
}
outcome == "NotExecuted" && /<Message>/ {
    sub(/.*<Message>/, ""); sub(/<\/Message>.*/, "")
    print "skip\t" $0
}
/<\/UnitTestResult>/ { outcome = "" }
END { printf "sum\t%d\t%d\t%d\n", passed, failed, skipped }
