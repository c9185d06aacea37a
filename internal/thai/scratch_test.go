package thai
import ("testing";"os";"bufio";"fmt")
func TestScratch(t *testing.T){
 f,err:=os.Open("/tmp/try.txt"); if err!=nil {t.Skip()}
 sc:=bufio.NewScanner(f)
 for sc.Scan(){ 
  ln:=sc.Text()
  var ms []Mention
  if len(ln)>2 && ln[:2]=="F:" { ln=ln[2:]; ms=FileYears(ln) } else { ms=Years(ln) }
  o:=""
  for _,m:=range ms { o+=fmt.Sprintf(" [%d-%d p%d %v %q]",m.From,m.To,m.Part,m.Fiscal,m.Text) }
  fmt.Println(ln,"\n     =>",o)
 }
}
