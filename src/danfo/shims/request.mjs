/** In place of `request`, by which danfo streams from web addresses; the package has been given up by its authors. */
export default function request() {
  throw new Error(
    "This danfo cannot stream from a web address. Download the file first, or read a CSV with danfo-distributed's readCSV().",
  );
}

request.get = request;
