package ita

// Reason explains one reason code or warning code of a report to the officer
// who looks after the website.
type Reason struct {
	Code   string
	Means  Text // what is seen when the link is followed; one sentence without a full stop
	Remedy Text // what to do; empty when there is nothing to do
}

// What every sentence about a failure to look ends with: such a failure never
// proves that something is absent.
const (
	notProofTH = " โปรแกรมเข้าดูไม่ได้ จึงยังไม่ตัดสินว่าขาด"
	notProofEN = "; itacheck could not look, so this is not judged as missing"
)

// What to do after a failure to look that the website's keepers can mend.
var lookYourself = Text{
	TH: "เปิดลิงก์ด้วยเบราว์เซอร์ ถ้าเปิดไม่ได้ให้แจ้งผู้ดูแลเว็บไซต์ แล้วตรวจใหม่อีกครั้ง",
	EN: "open the link in a browser; if it does not open, tell the website's keeper, then run the audit again",
}

var reasons = [...]Reason{
	// The public cannot use the link.
	{
		"not_found",
		Text{TH: "ลิงก์นี้ขึ้น 404 ไม่พบหน้า", EN: "this link answers 404, page not found"},
		Text{TH: "แก้ที่อยู่ให้ถูก หรืออัปโหลดเอกสารใหม่", EN: "correct the address or upload the document again"},
	},
	{
		"gone",
		Text{TH: "ลิงก์นี้ขึ้น 410 หน้านี้ถูกลบไปแล้ว", EN: "this link answers 410, the page has been removed"},
		Text{TH: "อัปโหลดเอกสารใหม่ แล้วแก้ลิงก์ให้ชี้ไปยังที่อยู่ใหม่", EN: "upload the document again and point the link to its new address"},
	},
	{
		"soft_404",
		Text{TH: "หน้าเปิดได้ แต่เนื้อหาบอกว่าไม่พบหน้าหรือไม่พบเอกสาร", EN: "the page opens but says that the page or document was not found"},
		Text{TH: "แก้ที่อยู่ให้ถูก หรืออัปโหลดเอกสารใหม่", EN: "correct the address or upload the document again"},
	},
	{
		"home_redirect",
		Text{TH: "ลิงก์นี้พากลับไปหน้าแรกของเว็บไซต์ ไม่ถึงเอกสาร", EN: "this link leads back to the home page instead of the document"},
		Text{TH: "แก้ลิงก์ให้ชี้ตรงไปยังหน้าหรือไฟล์ของข้อนี้", EN: "point the link straight to this item's page or file"},
	},
	{
		"http_error",
		Text{TH: "เซิร์ฟเวอร์ปลายทางไม่ยอมส่งหน้านี้ให้ (รหัส 4xx)", EN: "the server does not hand out this page (a 4xx answer)"},
		Text{TH: "เปิดลิงก์ด้วยเบราว์เซอร์ แล้วแก้ที่อยู่หรือแจ้งผู้ดูแลเว็บไซต์", EN: "open the link in a browser, then correct the address or tell the website's keeper"},
	},
	{
		"empty",
		Text{TH: "ลิงก์นี้เปิดได้ แต่ไม่มีเนื้อหาเลย", EN: "this link opens but there is nothing in it"},
		Text{TH: "อัปโหลดเอกสารใหม่ และเปิดดูหลังอัปโหลด", EN: "upload the document again and open it afterwards"},
	},
	{
		"damaged",
		Text{TH: "ไฟล์นี้เสีย เปิดไม่ได้", EN: "this file is damaged and does not open"},
		Text{TH: "อัปโหลดไฟล์ใหม่ แล้วลองเปิดจากหน้าเว็บ", EN: "upload the file again and open it from the page"},
	},
	{
		"truncated",
		Text{TH: "ไฟล์นี้มาไม่ครบ ส่วนท้ายขาดหาย", EN: "this file is cut off, its end is missing"},
		Text{TH: "อัปโหลดไฟล์ใหม่ให้ครบ แล้วลองเปิดจากหน้าเว็บ", EN: "upload the whole file again and open it from the page"},
	},
	{
		"locked",
		Text{TH: "ไฟล์นี้ต้องใช้รหัสผ่าน ประชาชนทั่วไปเปิดไม่ได้", EN: "this file needs a password, so the public cannot open it"},
		Text{TH: "อัปโหลดไฟล์ที่ไม่มีรหัสผ่าน", EN: "upload the file without a password"},
	},
	{
		"lock_file",
		Text{TH: "นี่คือไฟล์ชั่วคราวที่โปรแกรมสำนักงานสร้างไว้ (ขึ้นต้นด้วย ~$) ไม่ใช่เอกสาร", EN: "this is the temporary file of an office program (~$ …), not the document"},
		Text{TH: "ปิดเอกสารในเครื่องก่อน แล้วอัปโหลดไฟล์ตัวจริง", EN: "close the document on your computer, then upload the real file"},
	},
	{
		"wrong_extension",
		Text{TH: "ชนิดของไฟล์ไม่ตรงกับนามสกุล บางเครื่องอาจเปิดไม่ได้", EN: "the file is not of the kind that its name says; some computers will not open it"},
		Text{TH: "ตั้งนามสกุลไฟล์ให้ตรงกับชนิด แล้วอัปโหลดใหม่", EN: "give the file the right name and upload it again"},
	},
	{
		"scan",
		Text{TH: "เอกสารเป็นภาพสแกน โปรแกรม เครื่องมือค้นหา และผู้พิการทางสายตาอ่านไม่ได้", EN: "the document is a scanned image: search engines and blind readers cannot read it either"},
		Text{TH: "เผยแพร่ไฟล์ที่เป็นข้อความ เช่น PDF ที่บันทึกจากโปรแกรมพิมพ์งาน", EN: "publish a file with text, such as a PDF saved from the word processor"},
	},
	{
		"no_text",
		Text{TH: "ไม่พบข้อความในเอกสาร", EN: "there is no text in the document"},
		Text{TH: "เปิดเอกสารเพื่อตรวจ แล้วเผยแพร่ไฟล์ที่เป็นข้อความ", EN: "open the document to check it, and publish a file with text"},
	},
	{
		"mojibake",
		Text{TH: "อ่านตัวอักษรในเอกสารไม่ออก เพราะแบบอักษรเก่าหรือฝังมาไม่ครบ", EN: "the letters of the document cannot be told, because of an old or incomplete font"},
		Text{TH: "บันทึก PDF ใหม่ด้วยแบบอักษรมาตรฐาน เช่น TH Sarabun", EN: "save the PDF again with a standard font"},
	},
	{
		"wrong_content",
		Text{TH: "สิ่งที่ได้ไม่ใช่ไฟล์ชนิดที่ชื่อลิงก์บอก เช่น ลิงก์เป็น .pdf แต่ได้หน้าเว็บ", EN: "what comes is not the kind of file that the address names, such as a web page for a .pdf"},
		Text{TH: "ตรวจว่าไฟล์ยังอยู่และไม่เสีย แล้วอัปโหลดใหม่", EN: "check that the file is still there and sound, then upload it again"},
	},
	{
		FailRedirects,
		Text{TH: "ลิงก์นี้ส่งต่อไปมาไม่รู้จบ จึงเปิดไม่ถึงปลายทาง", EN: "this link is redirected over and over and never arrives"},
		Text{TH: "แก้ลิงก์ให้ชี้ตรงไปยังปลายทาง หรือแจ้งผู้ดูแลเว็บไซต์ให้แก้การส่งต่อ", EN: "point the link straight to its target or have the redirects corrected"},
	},
	{
		FailDNS,
		Text{TH: "ไม่พบชื่อเว็บไซต์ของลิงก์นี้ในระบบชื่อโดเมน (DNS) ในขณะที่ตรวจ", EN: "the name of this link's website did not exist (DNS) when it was looked up"},
		Text{TH: "ตรวจตัวสะกดของที่อยู่ ถ้าเว็บไซต์นั้นเลิกใช้แล้วให้ย้ายเอกสารมาไว้ที่เว็บไซต์ของหน่วยงาน", EN: "check the spelling of the address; if that website is no more, move the document to the agency's own website"},
	},
	{
		FailBadURL,
		Text{TH: "ที่อยู่ของลิงก์นี้เขียนไม่ถูกรูปแบบ จึงเปิดไม่ได้", EN: "the address of this link is malformed and cannot be opened"},
		Text{TH: "แก้ที่อยู่ให้ถูกรูปแบบ เช่น https://www.example.go.th/file.pdf", EN: "write the address properly, such as https://www.example.go.th/file.pdf"},
	},

	{
		"under_construction",
		Text{TH: "หน้านี้มีแต่ข้อความว่าปิดปรับปรุงหรืออยู่ระหว่างจัดทำ", EN: "this page only says that it is under construction or closed for maintenance"},
		Text{TH: "เผยแพร่เนื้อหาให้เสร็จ หรือแก้ลิงก์ให้ชี้ไปยังหน้าที่มีเนื้อหาแล้ว", EN: "publish the content, or point the link to a page that has it"},
	},
	{
		"parked_domain",
		Text{TH: "ชื่อโดเมนของลิงก์นี้หมดอายุหรือถูกประกาศขาย ไม่มีเว็บไซต์อยู่แล้ว", EN: "the domain of this link has expired or is for sale; the website is no more"},
		Text{TH: "ต่ออายุชื่อโดเมน หรือย้ายเอกสารมาไว้ที่เว็บไซต์ของหน่วยงานแล้วแก้ลิงก์", EN: "renew the domain, or move the document to the agency's own website and correct the link"},
	},
	{
		"suspended",
		Text{TH: "ผู้ให้บริการโฮสติ้งระงับเว็บไซต์ของลิงก์นี้ไว้", EN: "the hosting company has suspended the website of this link"},
		Text{TH: "ติดต่อผู้ให้บริการโฮสติ้งให้เปิดเว็บไซต์ หรือย้ายเอกสารไปที่อื่นแล้วแก้ลิงก์", EN: "have the hosting company open the website again, or move the document and correct the link"},
	},
	{
		"default_page",
		Text{TH: "ลิงก์นี้ได้หน้าเริ่มต้นของเซิร์ฟเวอร์ ยังไม่มีเว็บไซต์ติดตั้งไว้", EN: "this link shows the server's own start page; no website is set up there"},
		Text{TH: "แจ้งผู้ดูแลเว็บไซต์ให้ตั้งค่าเซิร์ฟเวอร์ หรือแก้ที่อยู่ของลิงก์", EN: "have the server set up, or correct the address"},
	},
	{
		"empty_folder",
		Text{TH: "ลิงก์นี้เป็นโฟลเดอร์ที่ไม่มีไฟล์", EN: "this link leads to a folder without any file"},
		Text{TH: "อัปโหลดเอกสารลงในโฟลเดอร์ หรือใส่ลิงก์ของเอกสารโดยตรง", EN: "put the document in the folder, or link the document itself"},
	},

	// The link works, but not for everyone.
	{
		"login_required",
		Text{TH: "ต้องเข้าสู่ระบบก่อนจึงจะเปิดลิงก์นี้ได้ ประชาชนทั่วไปเปิดไม่ได้", EN: "this link asks for a login, so the public cannot open it"},
		Text{TH: "เผยแพร่ไว้ในหน้าที่เปิดดูได้โดยไม่ต้องเข้าสู่ระบบ", EN: "publish it where no login is needed"},
	},
	{
		"request_access",
		Text{TH: "ไฟล์นี้ต้องขอสิทธิ์จากเจ้าของก่อน ประชาชนทั่วไปเปิดไม่ได้", EN: "one must ask the owner of this file for access, so the public cannot open it"},
		Text{TH: "ตั้งค่าการแชร์เป็น “ทุกคนที่มีลิงก์” หรืออัปโหลดไว้ที่เว็บไซต์ของหน่วยงาน", EN: "share it with “anyone with the link”, or upload it to the agency's own website"},
	},
	{
		"forbidden",
		Text{TH: "ลิงก์นี้ขึ้น 403 ไม่อนุญาตให้เปิด", EN: "this link answers 403, access forbidden"},
		Text{TH: "แก้สิทธิ์การเข้าถึงให้ประชาชนเปิดได้ แล้วทดลองเปิดจากเครือข่ายนอกหน่วยงาน", EN: "let the public open it, then try from outside the agency's network"},
	},

	// The link leads nowhere.
	{
		"no_href",
		Text{TH: "มีชื่อข้อ แต่ยังไม่ได้ใส่ลิงก์", EN: "the words are there but no link is set"},
		Text{TH: "ใส่ลิงก์ไปยังหน้าหรือไฟล์ของข้อนี้", EN: "link it to this item's page or file"},
	},
	{
		"script_href",
		Text{TH: "ลิงก์นี้เป็นคำสั่งสคริปต์ที่ไม่ได้พาไปหน้าใด", EN: "this link is a script that leads to no page"},
		Text{TH: "ใส่ที่อยู่จริงของหน้าหรือไฟล์แทน", EN: "set the real address of the page or file instead"},
	},
	{
		"self_link",
		Text{TH: "ลิงก์นี้ชี้กลับมาหน้าเดิม (เช่น #) ยังไม่ได้ใส่ที่อยู่ของเอกสาร", EN: "this link points back to its own page (such as #); no document is set"},
		Text{TH: "ใส่ที่อยู่จริงของหน้าหรือไฟล์แทน", EN: "set the real address of the page or file instead"},
	},
	{
		"coming_soon",
		Text{TH: "ข้อความที่ลิงก์บอกว่ายังไม่มีเอกสาร เช่น “รอเอกสาร” หรือ “อยู่ระหว่างดำเนินการ”", EN: "the link says that the document is still to come"},
		Text{TH: "เผยแพร่เอกสาร แล้วใส่ลิงก์แทนข้อความนี้", EN: "publish the document and link it in place of these words"},
	},
	{
		"bad_scheme",
		Text{TH: "ลิงก์นี้ไม่ได้ขึ้นต้นด้วย http:// หรือ https:// เบราว์เซอร์ของประชาชนจึงเปิดไม่ได้", EN: "this link does not begin with http:// or https://, so browsers cannot open it"},
		Text{TH: "แก้ที่อยู่ให้ขึ้นต้นด้วย https://", EN: "make the address begin with https://"},
	},
	{
		"local_file",
		Text{TH: "ลิงก์นี้ชี้ไปยังไฟล์ในเครื่องคอมพิวเตอร์ของผู้จัดทำ คนอื่นเปิดไม่ได้", EN: "this link points to a file on its author's own computer; nobody else can open it"},
		Text{TH: "อัปโหลดไฟล์ขึ้นเว็บไซต์ แล้วใช้ที่อยู่บนเว็บไซต์แทน", EN: "upload the file to the website and use its address there"},
	},
	{
		"intranet",
		Text{TH: "ลิงก์นี้ชี้ไปยังเครือข่ายภายในของหน่วยงาน ประชาชนเปิดไม่ได้", EN: "this link points into the agency's internal network; the public cannot open it"},
		Text{TH: "อัปโหลดขึ้นเว็บไซต์ที่เปิดจากภายนอกได้ แล้วแก้ลิงก์", EN: "put it on a website that is open to the outside and correct the link"},
	},
	{
		"mail_link",
		Text{TH: "ลิงก์นี้เป็นอีเมลหรือหมายเลขโทรศัพท์ ไม่ใช่หน้าหรือเอกสาร", EN: "this link is an e-mail address or a telephone number, not a page or document"},
		Text{TH: "ใส่ลิงก์ไปยังหน้าหรือไฟล์ของข้อนี้", EN: "link it to this item's page or file"},
	},

	// A machine could not look.
	{
		FailDNSTemp,
		Text{TH: "ค้นหาชื่อเว็บไซต์ของลิงก์นี้ไม่สำเร็จชั่วคราว (DNS)" + notProofTH, EN: "the name of this link's website could not be looked up for now (DNS)" + notProofEN},
		lookYourself,
	},
	{
		FailConnect,
		Text{TH: "เชื่อมต่อเซิร์ฟเวอร์ปลายทางไม่ได้" + notProofTH, EN: "the server could not be reached" + notProofEN},
		lookYourself,
	},
	{
		FailTimeout,
		Text{TH: "เซิร์ฟเวอร์ปลายทางไม่ตอบภายในเวลาที่กำหนด" + notProofTH, EN: "the server did not answer in time" + notProofEN},
		lookYourself,
	},
	{
		FailReset,
		Text{TH: "การเชื่อมต่อขาดกลางคัน" + notProofTH, EN: "the connection broke" + notProofEN},
		lookYourself,
	},
	{
		FailTLS,
		Text{TH: "เชื่อมต่อแบบปลอดภัย (https) ไม่สำเร็จ ใบรับรองหรือการตั้งค่าของเว็บไซต์อาจมีปัญหา" + notProofTH, EN: "no secure connection (https); the website's certificate or settings may be at fault" + notProofEN},
		Text{TH: "แจ้งผู้ดูแลเว็บไซต์ให้ตรวจใบรับรองและการตั้งค่า https แล้วตรวจใหม่อีกครั้ง", EN: "have the website's certificate and https settings checked, then run the audit again"},
	},
	{
		FailTLSSelf,
		Text{TH: "เบราว์เซอร์ไม่ยอมเปิดลิงก์นี้ เพราะเว็บไซต์ใช้ใบรับรองที่ออกให้ตัวเอง", EN: "browsers refuse to open this link, since the website vouches for itself with a self-signed certificate"},
		Text{TH: "ให้ผู้ดูแลเว็บไซต์ติดตั้งใบรับรองจากผู้ออกที่เบราว์เซอร์เชื่อถือ หรือย้ายเอกสารไปไว้ที่เว็บไซต์หลัก", EN: "have a certificate from a trusted authority installed, or move the document to the main website"},
	},
	{
		FailTLSHost,
		Text{TH: "เบราว์เซอร์ไม่ยอมเปิดลิงก์นี้ เพราะใบรับรองของเว็บไซต์เป็นของชื่ออื่น", EN: "browsers refuse to open this link, since the website's certificate is for another name"},
		Text{TH: "แก้ที่อยู่ของลิงก์ให้ตรงกับชื่อเว็บไซต์ หรือให้ผู้ดูแลติดตั้งใบรับรองที่ตรงชื่อ", EN: "correct the link to the website's proper name, or have a certificate for this name installed"},
	},
	{
		FailProtocol,
		Text{TH: "เซิร์ฟเวอร์ปลายทางตอบมาไม่ถูกรูปแบบ" + notProofTH, EN: "the server's answer is no valid HTTP" + notProofEN},
		lookYourself,
	},
	{
		"server_error",
		Text{TH: "เซิร์ฟเวอร์ปลายทางขัดข้อง (รหัส 5xx)" + notProofTH, EN: "the server has a fault (a 5xx answer)" + notProofEN},
		lookYourself,
	},
	{
		FailRateLimit,
		Text{TH: "เซิร์ฟเวอร์ปลายทางขอให้หยุดเพราะเข้าถี่เกินไป (429)" + notProofTH, EN: "the server asked for fewer requests (429) until the end" + notProofEN},
		Text{TH: "เปิดลิงก์ด้วยเบราว์เซอร์ หรือตรวจใหม่โดยเว้นระยะระหว่างการเข้าให้นานขึ้น", EN: "open the link in a browser, or run the audit again with a longer delay"},
	},
	{
		FailRobots,
		Text{TH: "robots.txt ของเว็บไซต์ไม่อนุญาตให้โปรแกรมเข้าดู" + notProofTH, EN: "the website's robots.txt does not let programs in" + notProofEN},
		Text{TH: "เปิดลิงก์ด้วยเบราว์เซอร์เพื่อตรวจเอง หรือให้ผู้ดูแลเว็บไซต์อนุญาต itacheck ใน robots.txt", EN: "open the link in a browser to check it, or have itacheck allowed in robots.txt"},
	},
	{
		FailNoRobots,
		Text{TH: "อ่าน robots.txt ของเว็บไซต์ไม่ได้ในขณะนี้ จึงยังเข้าดูไม่ได้ตามมาตรฐาน RFC 9309" + notProofTH, EN: "the website's robots.txt cannot be read at present, so that no program may look (RFC 9309)" + notProofEN},
		lookYourself,
	},
	{
		"refuses_robots",
		Text{TH: "เว็บไซต์ปลายทางกันไม่ให้โปรแกรมอัตโนมัติเข้าดู คนอาจเปิดได้ตามปกติ" + notProofTH, EN: "this website turns programs away, though people may well get in" + notProofEN},
		Text{TH: "เปิดลิงก์ด้วยเบราว์เซอร์โดยไม่เข้าสู่ระบบ เพื่อตรวจเอง", EN: "open the link in a browser without logging in to check it"},
	},
	{
		"quota_exceeded",
		Text{TH: "ไฟล์นี้มีผู้เปิดหรือดาวน์โหลดเกินโควตาของผู้ให้บริการชั่วคราว" + notProofTH, EN: "too many people have opened this file, so that its service holds it back for a while" + notProofEN},
		Text{TH: "ตรวจใหม่ในวันถัดไป หรืออัปโหลดไว้ที่เว็บไซต์ของหน่วยงาน", EN: "run the audit again the next day, or upload the file to the agency's own website"},
	},
	{
		"script_shell",
		Text{TH: "หน้านี้ต้องใช้สคริปต์จึงจะแสดงเนื้อหา โปรแกรมอ่านเนื้อหาไม่ได้ จึงยังไม่ตัดสินว่าขาด", EN: "this page shows its content by script only" + notProofEN},
		Text{TH: "เปิดหน้านี้ด้วยเบราว์เซอร์เพื่อตรวจเอง หรือใส่ลิงก์ไว้ในหน้าเว็บแบบธรรมดา", EN: "open the page in a browser to check it, or put the links on a plain page"},
	},
	{
		FailAddress,
		Text{TH: "ลิงก์นี้ชี้ไปยังที่อยู่ภายในเครือข่าย ซึ่งโปรแกรมไม่เข้าไปเพื่อความปลอดภัย" + notProofTH, EN: "this link leads to a private or local address, which itacheck does not enter for safety" + notProofEN},
		Text{TH: "ทดลองเปิดจากเครือข่ายนอกหน่วยงาน ถ้าเปิดไม่ได้ให้ย้ายเอกสารไปยังเว็บไซต์สาธารณะ", EN: "try it from outside the agency's network; if it does not open, move the document to a public website"},
	},
	{
		FailTooLarge,
		Text{TH: "หน้านี้ใหญ่เกินกว่าที่โปรแกรมจะอ่าน จึงยังไม่ตัดสินว่าขาด", EN: "this page is larger than itacheck reads, so nothing is judged as missing"},
		Text{TH: "เปิดหน้านี้ด้วยเบราว์เซอร์เพื่อตรวจเอง หรือแบ่งหน้าให้เล็กลง", EN: "open the page in a browser to check it, or split it"},
	},
	{
		FailNotHTML,
		Text{TH: "ลิงก์นี้เป็นไฟล์ ไม่ใช่หน้าเว็บ โปรแกรมจึงไม่ได้อ่านรายการข้างใน และยังไม่ตัดสินว่าขาด", EN: "this is a file, not a web page, so itacheck did not read the items in it and judges nothing as missing"},
		Text{TH: "จัดทำรายการเป็นหน้าเว็บที่มีลิงก์ของแต่ละข้อ", EN: "list the items on a web page with a link for each"},
	},
	{
		"parse_error",
		Text{TH: "โปรแกรมอ่านโครงสร้างของหน้านี้ไม่ได้ จึงยังไม่ตัดสินว่าขาด", EN: "itacheck could not make sense of this page, so nothing is judged as missing"},
		Text{TH: "เปิดหน้านี้ด้วยเบราว์เซอร์เพื่อตรวจเอง", EN: "open the page in a browser to check it"},
	},
	{
		FailPageBudget,
		Text{TH: "ยังไม่ได้เปิดหน้านี้ เพราะครบจำนวนหน้าที่กำหนดไว้แล้ว จึงยังไม่ตัดสินว่าขาด", EN: "this page was not opened because the page budget was used up, so nothing is judged as missing"},
		Text{TH: "ตรวจใหม่โดยเพิ่มจำนวนหน้า (--max-pages)", EN: "run the audit again with more pages (--max-pages)"},
	},
	{
		"not_checked",
		Text{TH: "ยังไม่ได้ทดลองเปิดลิงก์นี้ จึงยังไม่ตัดสินว่าขาด", EN: "this link was not tried, so nothing is judged as missing"},
		Text{TH: "เปิดลิงก์ด้วยเบราว์เซอร์เพื่อตรวจเอง หรือตรวจใหม่ให้จบ", EN: "open the link in a browser to check it, or run the audit again to its end"},
	},
	{
		FailCancelled,
		Text{TH: "การตรวจถูกหยุดก่อนถึงลิงก์นี้ จึงยังไม่ตัดสินว่าขาด", EN: "the audit was stopped before this link, so nothing is judged as missing"},
		Text{TH: "ตรวจใหม่ให้จบ", EN: "run the audit again to its end"},
	},
	{
		FailProxy,
		Text{TH: "พร็อกซีที่ตั้งไว้ไม่ให้บริการ" + notProofTH, EN: "the configured proxy did not serve" + notProofEN},
		Text{TH: "ให้ผู้ดูแลเครือข่ายตรวจพร็อกซี (HTTP_PROXY, HTTPS_PROXY) แล้วตรวจใหม่อีกครั้ง", EN: "have the proxy checked (HTTP_PROXY, HTTPS_PROXY), then run the audit again"},
	},

	// Warnings: the link works all the same.
	{
		"tls_expired",
		Text{TH: "เปิดได้ แต่ใบรับรองของเว็บไซต์หมดอายุ เบราว์เซอร์จะขึ้นคำเตือน", EN: "it opens, but the website's certificate has expired and browsers warn of it"},
		Text{TH: "ต่ออายุใบรับรองของเว็บไซต์", EN: "renew the website's certificate"},
	},
	{
		"tls_incomplete_chain",
		Text{TH: "เปิดได้ แต่เว็บไซต์ส่งใบรับรองมาไม่ครบชุด บางเครื่องจะเปิดไม่ได้", EN: "it opens, but the website sends an incomplete chain of certificates and some devices will refuse it"},
		Text{TH: "ติดตั้งใบรับรองตัวกลาง (intermediate) ให้ครบ", EN: "install the intermediate certificates too"},
	},
	{
		"tls_legacy",
		Text{TH: "เปิดได้ แต่เว็บไซต์ใช้การเข้ารหัสรุ่นเก่าที่เบราว์เซอร์รุ่นใหม่ไม่รับ", EN: "it opens, but by an old form of encryption that new browsers refuse"},
		Text{TH: "ให้ผู้ดูแลเว็บไซต์เปิดใช้ TLS 1.2 ขึ้นไป", EN: "enable TLS 1.2 or newer on the server"},
	},
	{
		"fragment_missing",
		Text{TH: "เปิดได้ แต่หน้านั้นไม่มีตำแหน่งที่ลิงก์ชี้ไป", EN: "it opens, but the page does not have the place that the link points to"},
		Text{TH: "แก้ส่วนท้ายของที่อยู่ (หลัง #) ให้ตรงกับตำแหน่งของข้อนี้ในหน้า", EN: "correct the end of the address (after #) to the item's place on the page"},
	},
	{
		"redirected",
		Text{TH: "เปิดได้ แต่ลิงก์ถูกส่งต่อไปที่อยู่อื่น", EN: "it opens, but at another address"},
		Text{TH: "แก้ลิงก์ให้ชี้ตรงไปยังที่อยู่ใหม่", EN: "point the link straight to the new address"},
	},
	{
		"slow",
		Text{TH: "เปิดได้ แต่ช้ามาก", EN: "it opens, but very slowly"},
		Text{TH: "ให้ผู้ดูแลเว็บไซต์ตรวจความเร็วของเซิร์ฟเวอร์หรือขนาดไฟล์", EN: "have the speed of the server or the size of the file looked into"},
	},
}

// Reasons lists every code that reports use with what it means. The slice is
// the caller's own.
func Reasons() []Reason { return append([]Reason(nil), reasons[:]...) }

// ReasonOf explains a code. A code without an entry gets a general sentence
// that names it; the empty code, of a link that works, has nothing to say.
func ReasonOf(code string) Reason {
	for _, r := range reasons {
		if r.Code == code {
			return r
		}
	}
	if code == "" {
		return Reason{}
	}
	return Reason{
		Code:   code,
		Means:  Text{TH: "ลิงก์นี้มีปัญหา (รหัส " + code + ")", EN: "there is a problem with this link (code " + code + ")"},
		Remedy: lookYourself,
	}
}
