# One run of ranger for forest.mjs; takes what forest_peers.py takes, but CSV files, and prints what it prints.
suppressMessages({library(ranger); library(data.table)})
arguments <- commandArgs(trailingOnly = TRUE)
option <- function(name) as.numeric(sub(sprintf('.*"%s":([0-9]+).*', name), "\\1", arguments[3]))
train <- fread(arguments[1], data.table = FALSE, stringsAsFactors = TRUE)
test <- fread(arguments[2], data.table = FALSE, stringsAsFactors = TRUE)
target <- ncol(train)
y <- factor(train[[target]])
x <- train[-target]
timed <- function(count, work) {
  sapply(seq_len(count), function(i) { began <- proc.time(); work(); proc.time() - began })
}
fits <- timed(option("fits"), function() {
  model <<- ranger(
    x = x, y = y, num.trees = option("trees"), min.node.size = 2 * option("leaf"), seed = option("seed"),
    respect.unordered.factors = "order", oob.error = FALSE, verbose = FALSE,
    num.threads = parallel::detectCores()
  )
})
peak <- function() {
  line <- grep("VmHWM", readLines("/proc/self/status"), value = TRUE)
  round(as.numeric(gsub("[^0-9]", "", line)) / 1000)
}
fitPeak <- peak()
predicts <- timed(option("predicts"), function() {
  found <<- predict(model, test[-target], num.threads = parallel::detectCores())$predictions
})
list <- function(values) paste0("[", paste(values, collapse = ","), "]")
cat(sprintf(
  '{"version":"%s","fits":%s,"cpuSeconds":%f,"predicts":%s,"accuracy":%f,"nodes":%d,"bytes":%d,"fitPeakMB":%d,"peakMB":%d}\n',
  packageVersion("ranger"), list(fits["elapsed", ]), mean(fits["user.self", ] + fits["sys.self", ]),
  list(predicts["elapsed", ]), mean(as.character(found) == as.character(test[[target]])),
  sum(sapply(model$forest$split.varIDs, length)), length(serialize(model, NULL)), fitPeak, peak()
))
