package told

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

const network = `{"network": {"id": "n1", "name": "hita-mynumber"}}`

// cloud answers every call with a network, and counts what reaches it.
func cloud(t *testing.T, status int) (client *http.Client, address string, asked *int) {
	asked = new(int)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		*asked++
		w.WriteHeader(status)
		io.WriteString(w, network)
	}))
	t.Cleanup(server.Close)
	return &http.Client{Transport: Over(http.DefaultTransport)}, server.URL + "/v2.0", asked
}

func call(t *testing.T, client *http.Client, method, address string) string {
	request, _ := http.NewRequest(method, address, strings.NewReader("{}"))
	response, err := client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, _ := io.ReadAll(response.Body)
	return string(body)
}

func TestWhatWasJustMadeIsNotAskedAgain(t *testing.T) {
	client, address, asked := cloud(t, http.StatusCreated)
	call(t, client, "POST", address+"/networks")
	for range 2 {
		if told := call(t, client, "GET", address+"/networks/n1"); told != network {
			t.Errorf("told %s", told)
		}
	}
	if *asked != 1 {
		t.Errorf("asked %d times", *asked)
	}
}

func TestWhatWasChangedOrDeletedSinceIsAsked(t *testing.T) {
	for _, change := range []string{"PUT /networks/n1", "DELETE /networks/n1", "PUT /networks/n1/tags"} {
		client, address, asked := cloud(t, http.StatusOK)
		call(t, client, "POST", address+"/networks")
		method, path, _ := strings.Cut(change, " ")
		call(t, client, method, address+path)
		call(t, client, "GET", address+"/networks/n1")
		if *asked != 3 {
			t.Errorf("%s: asked %d times", change, *asked)
		}
	}
}

func TestAnotherObjectOfTheSameKindIsAsked(t *testing.T) {
	client, address, asked := cloud(t, http.StatusCreated)
	call(t, client, "POST", address+"/networks")
	call(t, client, "GET", address+"/networks/n2")
	call(t, client, "GET", address+"/networks?name=hita-mynumber")
	if *asked != 3 {
		t.Errorf("asked %d times", *asked)
	}
}

func TestWhatIsStillBeingMadeOrWasRefusedIsAsked(t *testing.T) {
	for kind, status := range map[string]int{"servers": http.StatusAccepted, "networks": http.StatusConflict} {
		client, address, asked := cloud(t, status)
		call(t, client, "POST", address+"/"+kind)
		call(t, client, "GET", address+"/"+kind+"/n1")
		if *asked != 2 {
			t.Errorf("%s: asked %d times", kind, *asked)
		}
	}
}
